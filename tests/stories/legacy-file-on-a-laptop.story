# A file of 2021 on a laptop where az is logged in. kubectl says: no Auth Provider found for name "azure".
# The engineer wants it to work again, without a code to type.
clients kubectl=1.37.1 kubelogin=0.2.19
az
kubeconfig .kube/config aks-prod=legacy aks-dev=legacy kind=token
signs-in aks-prod aks-dev
$ kubeconv doctor
$ kubeconv fix --yes
$ kubeconv doctor
