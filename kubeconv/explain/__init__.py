"""What a message of kubectl, helm, az or kubelogin means, and what to do here."""
