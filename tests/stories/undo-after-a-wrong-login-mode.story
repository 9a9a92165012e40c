# The engineer took the wrong login mode, and wants the file back as it was, to the byte, and then the right one.
clients kubectl=1.37.1 kubelogin=0.2.19
az
kubeconfig .kube/config aks-prod=legacy aks-dev=legacy
signs-in aks-prod aks-dev
$ kubeconv convert -l msi
$ kubeconv undo
$ kubeconv convert -l azurecli
