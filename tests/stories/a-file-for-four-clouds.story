# One file for the public cloud, the US government, China and the cloud for Germany, which is closed. az is logged in to two.
clients kubectl=1.37.1 kubelogin=0.2.19
az AzureCloud AzureUSGovernment
variable DISPLAY=:0
kubeconfig .kube/config public=legacy usgov=legacy-usgov china=legacy-china german=legacy-german
$ kubeconv fix --plan
$ kubeconv fix --yes --exclude german
