# All AKS contexts are to log in with az, but the one of a partner's cluster, and nothing else is to change.
clients kubectl=1.37.1 kubelogin=0.2.19
az
kubeconfig .kube/config aks-prod=devicecode aks-dev=devicecode aks-partner=devicecode eks=aws-v1alpha1 kind=token
signs-in aks-prod aks-dev
$ kubeconv convert -l azurecli --context 'aks-*' --exclude aks-partner --check
$ kubeconv convert -l azurecli --context 'aks-*' --exclude aks-partner
$ kubeconv detect .kube/config
