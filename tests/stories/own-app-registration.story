# The clusters were made with an app registration of the company. The engineer is logged in with az and sits at a desktop.
clients kubectl=1.37.1 kubelogin=0.2.19
az
variable DISPLAY=:0
kubeconfig .kube/config aks-old=legacy-own-app aks-new=legacy
signs-in aks-old aks-new
$ kubeconv fix --plan
$ kubeconv fix --yes
