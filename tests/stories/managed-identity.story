# A job in Azure Container Apps has a managed identity, and a kubeconfig that somebody made on a laptop.
clients kubectl=1.37.1 kubelogin=0.2.19
variable IDENTITY_ENDPOINT=http://localhost:42356/msi/token IDENTITY_HEADER=853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a CONTAINER_APP_NAME=deployer
kubeconfig .kube/config aks-prod=azurecli
signs-in aks-prod
$ kubeconv doctor
$ kubeconv fix --yes -l auto
