"""What is risky by its name: programs that are no plugins, variables, and flags. Tables only; `trust` reads them.

Programs that run others: https://gtfobins.github.io, https://lolbas-project.github.io. Variables: ld.so(8), dyld(1), and the
manuals of the interpreters. Flags and variables of the plugins: the sources named in `token_commands`.
"""

import re
from collections.abc import Mapping
from typing import Final

from kubeconv.gate.regex import regex

_KINDS: Final[Mapping[str, str]] = {
    "a shell": (
        "sh bash dash ash zsh ksh mksh fish csh tcsh rbash busybox toybox cmd command.com powershell powershell_ise pwsh "
        "nu nushell elvish xonsh wsl posh yash lksh pdksh oksh loksh rzsh rksh sash scsh hush osh ysh rc es git-bash "
        "git-shell"
        " brush murex oil ksh93 sh-static tinysh yori cygwin mintty"
    ),
    "an interpreter": (
        "python pythonw py pyw pypy jython micropython ipython bpython ptpython hy perl raku ruby irb jruby node nodejs "
        "deno bun tsx ts-node qjs d8 electron php lua luajit tclsh wish expect unbuffer autoexpect awk gawk mawk nawk "
        "goawk original-awk sed gsed ed red osascript java javaw javaws jshell jrunscript jjs jdb scala groovy kotlin r "
        "rscript julia octave octave-cli gnuplot maxima ghci runghc runhaskell ocaml sbcl clisp ecl guile racket erl "
        "escript elixir iex swift gdb lldb cscript wscript mshta rundll32 rundll regsvr32 msbuild installutil regasm "
        "regsvcs odbcconf cmstp msdt pcalua dotnet dotnet-script csi fsi mono go gcc g++ cc clang tcc rustc javac zig nim "
        "crystal cargo make gmake bmake cmake ctest ninja meson scons just task rake ant mvn mvnw gradle gradlew sbt "
        "bazel bazelisk npm npx pnpm pnpx yarn yarnpkg bunx corepack pip pipx uv uvx conda mamba poetry pdm hatch tox nox "
        "pytest gem bundle bundler composer vi vim view rvim vimdiff gvim nvim emacs emacsclient nano pico joe ex jq m4 "
        "sqlite sqlite3 psql mysql mariadb mongo mongosh redis-cli sqlplus sqlcmd yq gojq jaq hh control msxsl ieexec "
        "presentationhost verclsid mavinject csc vbc jsc ilasm swiftc kotlinc scalac ghc jupyter "
        "jbang bb clj lein dart xcrun fab pry cpan easy_install irb rake tex latex latexmk pdflatex pdftex luatex lualatex "
        "xetex xelatex slsh scanmem gcore cobc bpftrace pdb ghc windbg cdb ntsd kd devenv dnx rcsi bginfo xwizard atbroker "
        "infdefaultinstall ie4uinit dfsvc appvlp scriptrunner runscripthelper syncappvpublishserver pubprn winrm "
        "workfolders wuauclt ssh-keyscan"
        " php-cgi php-fpm phpdbg rust-script cargo-script ts-node-esm babel-node coffee livescript lsc rdmd dmd ldc2 gdc"
        " dub vlang haxe hl neko rebol gforth newlisp picolisp janet fennel joker babashka planck lumo boot clojure kawa"
        " bigloo chicken gambit gsi chez scheme petite mit-scheme chibi-scheme gosh stklos raco xemacs mg jed jove ne"
        " micro kak helix hx vis nvi elvis rview rgvim eview radare2 r2 rizin drgn stap dtrace gdbserver lldb-server rr"
        " austin py-spy jmap jstack jcmd samu muon tup redo pants buck buck2 ninja-build gfortran gnat c99 c89 nasm as bc"
        " dc duckdb pgcli mycli litecli osqueryi clickhouse clickhouse-local isql groovysh scala-cli amm ammonite"
        " node-gyp nw phantomjs casperjs slimerjs wine wine64 box64 qemu-user qemu-system fsianycpu vstest.console"
        " ttdinject tttracer dxcap te"
    ),
    "a downloader": (
        "curl curlie wcurl wget aria2c axel fetch lynx links elinks w3m http https httpie xh hurl grpcurl websocat "
        "lwp-request lwp-download get nc ncat netcat socat telnet ftp lftp tftp sftp scp pscp rsync rclone gsutil azcopy "
        "s3cmd ssh autossh sshpass dbclient plink putty mosh openssl certutil certoc certreq bitsadmin desktopimgdownldr "
        "esentutl iwr git gh glab svn hg bzr fossil cvs yt-dlp youtube-dl nmap ssh-keygen ssh-add ssh-copy-id "
        "git-remote-ext dig nslookup drill host ping mail mailx mutt sendmail swaks extrac32 expand makecab diantz print "
        "replace findstr cmdkey smbclient rlogin rsh rcp whois finger bsmtp msfconsole msfvenom tshark youtube-dl restic "
        "mosquitto_pub mosquitto_sub kcat mtr croc wormhole ngrok cloudflared frpc bore rsync-ssl wpull"
        " gnutls-cli xhs borg duplicity buildctl cosign oras crane img umoci telepresence s3fs sshfs curlftpfs sshuttle"
        " mosh-server et rsnapshot rdiff-backup unison syncthing lsyncd casync zsync pwncat rustcat gsocket gs-netcat"
        " cryptcat sbd powercat transmission-cli rtorrent ipfs ncftp ncftpget yafc browsh minicom picocom cu tailscale"
        " zerotier-cli localtunnel lt serveo pagekite frps ligolo-ng sliver kdig ldapsearch nc6 mpcmdrun"
        " configsecuritypolicy ldifde"
    ),
    "a program that installs others": (
        "apt apt-get dpkg dnf yum rpm apk pacman zypper snap flatpak brew port nix nix-shell nix-build nix-env guix "
        "winget choco scoop msiexec"
        " aptitude apt-key gdebi emerge xbps-install opkg ipkg pkg pkgin swupd urpmi nix-store nixos-rebuild home-manager"
        " dselect eopkg slackpkg softwareupdate mas pnputil fwupdmgr"
    ),
    "a program that runs others or changes files": (
        "env sudo doas su runuser run0 runas pkexec setpriv gosu su-exec xargs find nohup setsid nice ionice chrt taskset "
        "prlimit cpulimit numactl setarch linux32 linux64 timeout gtimeout time gtime watch entr stdbuf script rlwrap "
        "chronic flock setlock chroot fakeroot proot capsh firejail bwrap unshare nsenter dumb-init tini chpst docker "
        "docker-compose podman buildah nerdctl runc ctr crictl lxc lxc-attach incus kubectl oc helm gcloud az terraform "
        "tofu terragrunt pulumi ansible ansible-playbook vagrant packer start open xdg-open gio gtk-launch explorer "
        "forfiles conhost wmic schtasks psexec winrs reg sc net netsh at batch crontab run-parts systemd-run "
        "systemd-nspawn machinectl systemctl launchctl start-stop-daemon daemonize dbus-run-session dbus-send busctl "
        "gdbus xvfb-run xterm gnome-terminal konsole alacritty kitty wezterm wt tmux screen byobu zellij dtach parallel "
        "sem tar gtar bsdtar cpio pax zip unzip 7z cp mv dd rm ln tee install truncate shred split csplit sort touch "
        "mkfifo mknod chmod chown chattr mount umount kill pkill killall cat head tail tac less more man od strings "
        "base64 base32 basenc xxd hexdump uuencode grep egrep rg eval exec source strace ltrace perf valgrind ssh-agent "
        "direnv asdf mise sops chamber doppler infisical aws-vault op ld i386 x86_64 nodemon pm2 devbox pyenv rbenv nvm "
        "volta rye skopeo s6-setuidgid softlimit runsv sg newgrp runcon daemon pexec ifne pee vipe fakechroot catchsegv "
        "timelimit inotifywait logsave qemu proxychains proxychains4 torsocks tsocks watchexec watchman fswatch fd ldd ttyd "
        "gotty wetty openvpn wg-quick stunnel chisel x-www-browser sensible-browser gvfs-open gnome-open kde-open salt-call "
        "chef-apply puppet invoke tcpdump ip command run-one lckdo command.com aa-exec choom multitime torify run-mailcap "
        "update-alternatives virsh loginctl ksu tmate knife cdist rpmdb dmsetup ranger mc zathura ffmpeg hping3 "
        "dosbox dhclient agetty pg xdotool fzf entr lxd lxc-start ctr k3s minikube kind colima limactl multipass toolbox "
        "distrobox pkcon vigr vipw visudo"
        " systemd-socket-activate systemd-mount systemd-cat systemd-inhibit systemd-vmspawn systemd-sysext systemctl-user"
        " importctl varlinkctl portablectl sudoedit sudo-rs su-rs visudo-rs pkttyagent conmon crun youki kata-runtime"
        " buildkitd docker-buildx helmfile helmsman kustomize kpt skaffold tilt devspace chef-client chef-solo"
        " puppet-agent salt-minion ansible-pull ansible-console sshd dropbear xinetd inetd tcpserver tcpsvd cron crond"
        " anacron fcron incrond reflex modd onchange chokidar lf nnn vifm fff broot xplr yazi sk peco gum rofi dmenu"
        " i3-msg swaymsg hyprctl ydotool wtype xte dtruss truss ktrace patchelf ldconfig gpg gpg2 shutdown reboot"
        " poweroff halt init telinit mkfs fdisk parted losetup insmod modprobe rmmod kexec sysctl useradd usermod userdel"
        " groupadd passwd chpasswd chsh iptables nft automator defaults hdiutil diskutil networksetup dscl sysadminctl"
        " spctl chromium google-chrome chrome firefox msedge electron-builder wsreset fodhelper eventvwr computerdefaults"
        " changepk sdclt slui dnscmd diskshadow vssadmin wbadmin fltmc fsutil bcdedit tracker sqlps sqltoolsps"
        " vsjitdebugger gpscript mmc mofcomp pcwrun provlaunch rasautou register-cimprovider runonce stordiag unregmp2"
        " wab wlrmdr agentexecutor createdump ntdsutil openconsole procdump squirrel vsiisexelauncher extexport cmdl32"
        " colorcpl regini takeown icacls cacls attrib xcopy robocopy mklink subst setx"
    ),
}  # fmt: skip
#: Program to what it is, for those that are no plugins.
KIND_OF: Final = {name: kind for kind, names in _KINDS.items() for name in names.split()}
#: What builds of the same program have after or before its name.
BUILDS: Final = regex(
    r"^(?:static|(?:x86_64|aarch64|i[3-6]86|armv?\d?\w{0,2})-[\w-]{0,40}(?:gnu\w{0,8}|musl|mingw32|darwin\d{0,3}))-|[-.](?:static|dbg|debug|preview|lts|openbsd|traditional|distrib|w32|nox|tiny|basic|athena|gnome|qt|gtk\d?|remote|config|x86_64|amd64|arm64)$"
    r"|(?<=^ld)(?:-[\w-]{1,40})?\.so(?:\.\d)?$"
)

#: Variables by which code, a library or settings of somebody else get into a program.
LOADERS: Final = regex(
    r"(?i)LD_\w+|DYLD_\w+|\w*PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|PROGRAM(?:FILES|DATA)\w*|SHELL|IFS|ENV|BASH_\w+|BASH_FUNC_.*|"
    r"SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|ZDOTDIR|FISH_\w+|PYTHON\w*|NODE_\w+|NPM_\w+|YARN_\w+|BUN_\w+|DENO_\w+|"
    r"ELECTRON_RUN_AS_NODE|PERL\w*|RUBY\w*|GEM_\w+|BUNDLE_\w+|LUA_\w+|PHP\w*|TCL\w*|R_\w+|RPROFILE|JAVA_\w*|CLASSPATH|"
    r"DOTNET_\w+|CORECLR_\w+|COR_\w+|COMPLUS_\w+|MONO_\w+|__PSLOCKDOWNPOLICY|PSEXECUTIONPOLICYPREFERENCE|GLIBC_TUNABLES|MALLOC_\w+|"
    r"GODEBUG|GOTRACEBACK|GOENV|GOPROXY|GOROOT|GOTOOLCHAIN|GIT_\w+|\w+_[RS]?SH|\w*ASKPASS\w*|\w*EDIT(?:OR)?|VISUAL|\w*PAGER|BROWSER|"
    r"LESS\w*|VIMINIT|EXINIT|KUBECONFIG|KUBECTL_\w+|APPDATA|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|XDG_\w+|TE?MP|"
    r"CLOUDSDK_(?:PYTHON|CONFIG|ROOT)\w*|AZURE_EXTENSION_\w+|AZURE_CLOUD_NAME|GOOGLE_APPLICATION_CREDENTIALS|"
    r"GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES|OPENSSL_\w+|SSL_\w+|SSLKEYLOGFILE|KRB5\w*|OP_\w+|DOCKER_\w+|TERMINFO\w*|TERMCAP|"
    r"HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|RESOLV_\w+|MAKEFILES|CC|CXX|LD|_MEIPASS2|_PYI_\w+|__PYVENV_LAUNCHER__|VIRTUAL_ENV|"
    r"CONDA_\w+|UV_\w+|PEX_\w+|SHIV_\w+|PP_PERL|NIX_LD\w*|QEMU_\w+|WINE\w+|TS_NODE_\w+|MISE_\w+|ASDF_\w+|\w+ENV_VERSION|"
    r"__COMPAT_LAYER|SYSTEMDRIVE|COMMONPROGRAM\w+|ALLUSERSPROFILE|PUBLIC|OCAMLRUNPARAM|ESCRIPT_EMULATOR|GHCRTS|MC_XDG_OPEN|"
    r"MAILCAPS?|NSS_LIB_PARAMS|\w+_PYTHON|\w+_(?:COMMAND|CMD)|\w+_BROWSER|\w+_FRONTEND|PS[0-3]|KSH_ENV|ZSH\w*|EXECIGNORE|GLOBIGNORE|"
    r"HG|HGMERGE|RUSTC|RUSTUP_\w+|CARGO\w*|COREPACK_\w+|PNPM_\w+|APPDOMAIN_MANAGER_\w+|MSBUILD\w*|NUGET_\w+|JULIA_\w+|VIM|VIMRUNTIME|"
    r"NVIM_APPNAME|EMACSDATA|XZ_DEFAULTS|GZIP|BZIP2|ZIPOPT|UNZIP|LDAPCONF|ODBC\w*INI|FREETDS|TNS_ADMIN|CONTAINERS_CONF|TF_\w+|"
    r"ANSIBLE_\w+|NIX_\w+|HOMEBREW_\w+|PIP_\w+|_RLD_\w+|LDR_\w+|ELECTRON_\w+|SYSTEMD_\w+|FAKECHROOT_\w+|OCL_ICD_\w+|XENVIRONMENT|"
    r"(?:AWS_)?(?:CREDENTIAL_PROCESS|CA_BUNDLE)|\w*(?:_OPTS?|OPTIONS|FLAGS|_ARGS|WRAPPER|PLUGINS?|MODULES?|PRELOAD)|\w+RC"
)
#: Variables that name a file or a folder, whatever is written there.
FILES: Final = regex(
    r"(?i)\w*(?:FILE|FILES|FILE_OVERRIDE|FILEPATH|FILENAMES?|_PATH|_DIR|DIRS?|CACHE|_HISTORY|_DIRECTORY|FOLDER|HOME|_ROOT|_CONFIG|_CERT|_CERTIFICATE|CACERT|_CA|BUNDLE|"
    r"_CERTS|_LIB|_LIBS|KEYRING|NETRC|MAKEFILES|_PREFIX|OUTPUT_NAME)|GOOGLE_APPLICATION_CREDENTIALS|KUBECONFIG|TMP|TEMP|OS_KEY"
)
#: Variables by which a program talks to another host, or does not look whom it talks to.
HOSTS: Final = regex(
    r"(?i)(?:\w*_)?PROXY|\w*ENDPOINTS?\w*|\w*AUTHORITY\w*|\w*_HOSTS?|\w*_?UR[LI]|\w+_ADDR(?:ESS)?|\w+_SERVERS?|\w+_SOCK(?:ET)?|"
    r"(?:WAYLAND_)?DISPLAY|PGHOST(?:ADDR)?|KUBERNETES_MASTER|HELM_KUBEAPISERVER|CLOUDSDK_PROXY_\w+|AZURE_KUBERNETES_\w+|"
    r"CLOUDSDK_CORE_UNIVERSE_DOMAIN|GCE_METADATA_\w+|CLOUDSDK_API_ENDPOINT_OVERRIDES_\w+"
)
UNCHECKED: Final = regex(
    r"(?i)\w*(?:DISABLE_SSL|DISABLE_CONNECTION_VERIFICATION|INSECURE|SKIP_TLS|SKIP_VERIFY|NO_VERIFY|TLS_REJECT_UNAUTHORIZED)\w*"
    r"|AZURE_CORE_INSTANCE_DISCOVERY"
)
#: Variables that name a profile, a place or an id.
HARMLESS: Final = regex(
    r"AWS_(?:DEFAULT_)?(?:PROFILE|REGION)|AWS_STS_REGIONAL_ENDPOINTS|AWS_SDK_LOAD_CONFIG|AWS_USE_\w+_ENDPOINT|"
    r"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|AWS_EC2_METADATA_DISABLED|AAD_LOGIN_METHOD|AZURE_ENVIRONMENT|"
    r"(?:AAD|AZURE|ARM)\w*_(?:CLIENT|TENANT|SUBSCRIPTION)_ID|"
    r"AZURE_CORE_(?:COLLECT_TELEMETRY|OUTPUT|ONLY_SHOW_ERRORS|NO_COLOR|LOGIN_EXPERIENCE_V2|SURVEY_MESSAGE|DISABLE_\w*PROMPT\w*)|"
    r"CLOUDSDK_ACTIVE_CONFIG_NAME|CLOUDSDK_CORE_(?:PROJECT|ACCOUNT|DISABLE_PROMPTS|VERBOSITY|DISABLE_USAGE_REPORTING|SHOW_\w+)|"
    r"USE_GKE_GCLOUD_AUTH_PLUGIN|OCI_CLI_(?:PROFILE|REGION|AUTH)|OS_(?:REGION|PROJECT|USER|PROJECT_DOMAIN|USER_DOMAIN)_\w+|"
    r"LANG|LC_\w+|TZ|TERM|NO_COLOR|DEBUG|LOG_LEVEL"
)

#: Of the programs above those that an argument names only if they are meant.
RUNNERS: Final = frozenset((
    "sh", "bash", "dash", "ash", "zsh", "ksh", "fish", "busybox", "toybox", "cmd", "powershell", "pwsh", "python", "pypy",
    "perl", "ruby", "nodejs", "deno", "tclsh", "osascript", "cscript", "wscript", "mshta", "rundll", "rundll32", "regsvr32",
    "curl", "wget", "nc", "ncat", "netcat", "socat", "telnet", "sudo", "doas"
))  # fmt: skip
#: A script as one argument: a substitution, something that is piped to a shell, a shell with what it runs.
SCRIPT: Final = regex(
    r"(?i)\$\(|`|<\(|\|\s{0,9}(?:sudo\s{1,9})?(?:\w{0,3}sh|python\d?|perl)\b|(?:^|[\s;&|/])\w{0,3}sh\s{1,9}-\w{0,3}c\b"
)
#: An argument that sets a variable.
SETS: Final = regex(r"([A-Z_][A-Z0-9_]{1,60}|\w{1,30}Command)=.*", re.DOTALL)
#: A host as an argument: an address, or a name with a port or behind a user.
HOST: Final = regex(
    r"(?:[\w.-]{1,60}@)?(?:(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?"
    r"|(?:[A-Za-z0-9_-]{1,63}\.){1,9}[A-Za-z]{2,20}:\d{1,5})(?:/.*)?|[\w.-]{1,60}@[\w.-]{1,200}:.*",
    re.DOTALL,
)

#: Flags that run a program, or read settings that do.
RUNS: Final = regex(
    r"-{1,2}+(?!skip-|no-|disable-)(?:[\w-]*-)?"
    r"(?:command|exec|executable|program|plugin|process|hook|browser|editor|pager|config-file|flags-file|cli-input-json|"
    r"eval|rsh|askpass|helper|wrapper|interpreter|preload|rcfile|init-file|checkpoint-action|on-(?:success|failure|error|exit|login)|"
    r"(?:pre|post)-(?:run|login)|"
    r"cli-input-yaml|gcloud_path)"
)
CACHE_FLAGS: Final = regex(r"-{1,2}[\w-]*cache[\w-]*")
#: Flags whose value is a file or a folder, whatever is written there.
FILE_FLAGS: Final = regex(
    r"-{1,2}(?:[\w-]*[-_])?(?:file|file-override|path|dir|directory|folder|config|kubeconfig|bundle|cert|certificate|certificate-authority|"
    r"cacerts?|from-json|cache|settings|dotenv|logfile|cwd|chdir|root|dest|(?:client|server|private|ssh|tls)-key)"
)
#: Flags whose value is a host, whatever is written there.
HOST_FLAGS: Final = regex(
    r"-{1,2}+(?!listen-|[\w-]*certificate)(?:[\w-]*-)?(?:authority|endpoint|proxy|issuer|server|host|hostname|address|ur[li]|baseurl|gateway"
    r"|registry|mirror|webhook|callback|socket|connect-to|universe-domain)"
)
#: Of them those to which a plugin sends what its own service should get.
DIVERTING: Final = regex(r"-{1,2}(?:[\w-]*-)?(?:(?:endpoint|proxy|api)[\w-]*|universe-domain)")
#: Flags that say where the answer of a login is to go, and which other machines may see the page that waits for it.
REDIRECT_FLAGS: Final = regex(r"-{1,2}(?:[\w-]*-)?redirect-ur[li][\w-]*")
LISTEN_FLAGS: Final = regex(r"-{1,2}(?:listen|bind)(?:-addr(?:ess)?)?")
OWN_ADDRESS: Final = regex(
    r"(?i)(?:https?://)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{0,5})?(?:/.*)?|urn:.*", re.DOTALL
)
#: Flags that say what a token is for, and what is no cluster: a server that gets such a token may use it there.
#: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
AUDIENCE_FLAGS: Final = regex(r"-{1,2}(?:[\w-]*-)?(?:server-id|resource|scopes?|audience)")
OTHER_SERVICES: Final = regex(
    r"(?i)(?:api://|spn:)?(?:797f4846-ba00-4fd7-ba43-dac1f8f63013|0000000[23]-0000-0000-c000-000000000000"
    r"|0000000[23]-0000-0ff1-ce00-000000000000|cfa8b339-82a2-471a-a3c9-0fc0be7a4093|e406a681-f3d4-42a8-90b6-c2b029497af1"
    r"|022907d3-0f1b-48f7-badc-1ba6abab6d66|499b84ac-1321-427f-aa17-267ca6975798|2ff814a6-3304-4ab8-85cb-cd0e6f879c1d"
    r"|https?://(?:[\w-]+\.){0,6}(?:azure\.(?:com|net|us|cn)|windows\.net|usgovcloudapi\.net|chinacloudapi\.cn|microsoft\.com"
    r"|office(?:365)?\.com|sharepoint\.com|visualstudio\.com|azurecr\.io|googleapis\.com))(?::\d+)?(?:/.*)?"
)
#: What becomes a part of the host that a plugin talks to: a region, a tenant. And what is in none of them, but in an address.
PLACE_FLAGS: Final = regex(r"-{1,2}(?:[\w-]*-)?(?:region|location|zone|tenant|tenant-id)")
PLACES: Final = regex(r"(?i)\w*(?:REGION|REGION_NAME|TENANT_ID)")
ADDRESS: Final = regex(r"[/\\@?#:%]")
UNCHECKED_FLAGS: Final = regex(
    r"-{1,2}(?:no-verify-ssl|no-check-certificate|disable-instance-discovery|[\w-]*(?:insecure|skip-tls|skip-verify)[\w-]*)"
    r"(?:=(?!f|F|0).*)?"
)
#: Flags that name a variable of whoever runs it, whose value is sent as a credential.
SENT_VARIABLES: Final = regex(r"-{1,2}(?:[\w-]*-)?(?:token|secret|password|credentials?|key)-env(?:-var|-name)?")
#: The tables in which each flag is looked up.
FLAGS: Final = (
    RUNS, FILE_FLAGS, HOST_FLAGS, REDIRECT_FLAGS, LISTEN_FLAGS, AUDIENCE_FLAGS, PLACE_FLAGS, SENT_VARIABLES
)  # fmt: skip
#: Plugin to its short flags, and those that say less than they mean.
SHORT_FLAGS: Final[Mapping[str, Mapping[str, str]]] = {
    "kubelogin": {"-t": "--tenant-id", "-e": "--environment", "-l": "--login"},
    "client-keystone-auth": {"--key": "--client-key"},
    "doctl": {"-u": "--api-url", "-c": "--config"},
    "aws-iam-authenticator": {"-c": "--config"},
    "rancher": {"-c": "--config"},
}
#: Plugin to the flags of which it takes the beginning too, as argparse does.
SHORTENED_FLAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("--endpoint-url", "--ca-bundle", "--no-verify-ssl", "--cli-input-json", "--cli-input-yaml", "--region"),
    "gcloud": ("--flags-file", "--access-token-file", "--credential-file-override"),
}
