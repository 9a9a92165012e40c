# A repository has kubeconfigs for its environments. The hooks of .pre-commit-hooks.yaml stop a commit with an old login.
clients kubectl=1.37.1 kubelogin=0.2.19
variable AAD_LOGIN_METHOD=msi
kubeconfig envs/prod.kubeconfig aks-prod=legacy
file envs/values.yaml "replicas: 3"
$ kubeconv validate --skip-others --tracked envs/prod.kubeconfig envs/values.yaml
$ kubeconv convert --skip-others envs/prod.kubeconfig envs/values.yaml
$ kubeconv validate --skip-others --tracked envs/prod.kubeconfig envs/values.yaml
