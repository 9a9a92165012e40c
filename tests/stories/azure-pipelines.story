# A job of Azure Pipelines has a service connection: the task AzureCLI@2 sets its ids, the step maps System.AccessToken.
clients kubectl=1.37.1 kubelogin=0.2.19
variable TF_BUILD=True "AGENT_NAME=Azure Pipelines 4" SYSTEM_ACCESSTOKEN=eyJ0eXAiOi SYSTEM_OIDCREQUESTURI=https://vstoken.example/oidc
variable AZURESUBSCRIPTION_CLIENT_ID=33333333-3333-4333-8333-333333333333 AZURESUBSCRIPTION_TENANT_ID=$TENANT AZURESUBSCRIPTION_SERVICE_CONNECTION_ID=b7c2
kubeconfig .kube/config aks-prod=devicecode
signs-in aks-prod
$ kubeconv convert -l auto --check
$ kubeconv convert -l auto
