# A platform team keeps a folder with the kubeconfigs of all its clusters, among other files.
clients kubectl=1.37.1 kubelogin=0.2.19
az
kubeconfig clusters/prod.yaml aks-prod=legacy
kubeconfig clusters/eu/test.kubeconfig aks-test=devicecode kind=token
file clusters/values.yaml "replicas: 3"
signs-in aks-prod aks-test
$ kubeconv detect clusters
$ kubeconv convert -l azurecli clusters
$ kubeconv doctor clusters
