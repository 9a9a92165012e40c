# A build server has kubectl 1.21 and helm 3.5, and nobody may update them this year. The kubeconfig comes from a new az.
clients kubectl=1.21.14 helm=3.5.4 kubelogin=0.2.19 aws=2.15.0
az
kubeconfig .kube/config aks-prod=legacy eks=aws-v1alpha1
$ kubeconv doctor
$ kubeconv convert -l azurecli --kubectl 1.21
$ kubeconv doctor
