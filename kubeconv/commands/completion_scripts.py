"""The scripts of `kubeconv completion`. They only ask `kubeconv __complete` and hand its answer to the shell."""

from collections.abc import Mapping
from typing import Final

# The line goes over as it is typed: kubeconv takes it apart (see bash_words). 3.2, which macOS has, knows neither mapfile nor
# compopt.
_BASH: Final = r"""# bash completion for kubeconv
_kubeconv_complete() {
    local program=kubeconv line
    case $1 in */*) program=${1/#\~/$HOME} ;; esac
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :0) compopt -o default 2>/dev/null ;;
            :*) compopt +o default +o bashdefault 2>/dev/null ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <("$program" __complete --bash "${COMP_LINE:0:$COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o bashdefault -o default -F _kubeconv_complete kubeconv
"""

_ZSH: Final = r"""#compdef kubeconv
# zsh completion for kubeconv
_kubeconv() {
    local program=kubeconv line value tab=$'\t'
    [[ $words[1] == */* ]] && program=${~${(Q)words[1]}}
    local -a typed values shown
    local -i offers_files=0 widest=0
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)${:-$IPREFIX$PREFIX}}")
    while IFS= read -r line; do
        case $line in
            :0) offers_files=1 ;;
            :<->) ;;
            *)
                value=${line%%$tab*}
                values+=("$value")
                shown+=("${line#*$tab}")
                [[ $line == *$tab* ]] || shown[-1]=''
                (( ${#value} > widest )) && widest=${#value}
                ;;
        esac
    done < <($program __complete "${typed[@]}" 2>/dev/null)
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    if (( $#values )); then
        local -i each
        for (( each = 1; each <= $#values; each++ )); do
            [[ -n $shown[each] ]] && shown[each]="${(r:widest:)values[each]}  -- $shown[each]" || shown[each]=$values[each]
        done
        compadd -l -d shown -a values
    fi
    (( offers_files )) && _files
}
if [[ $funcstack[1] == _kubeconv ]]; then
    _kubeconv "$@"
else
    compdef _kubeconv kubeconv
fi
"""

# The condition asks; if it fails, fish offers files by itself.
_FISH: Final = r"""# fish completion for kubeconv
function __kubeconv_asks
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    set -l last (string unescape -- $raw 2>/dev/null)
    or set last (string replace -r -- '^["\']' '' $raw)
    set -g __kubeconv_candidates
    set -l option (string match -r -- '^--[^=]*=' "$last")
    set -l directive 4
    set -l program kubeconv
    string match -q -- '*/*' $words[1]; and set program (string replace -r -- '^~' $HOME $words[1])
    for line in ($program __complete $words[2..-1] "$last" 2>/dev/null)
        if string match -qr -- '^:[0-9]+$' $line
            set directive (string sub -s 2 -- $line)
        else
            set -a __kubeconv_candidates "$option$line"
        end
    end
    test $directive -ne 0 -o (count $__kubeconv_candidates) -gt 0
end
complete -c kubeconv -e
complete -c kubeconv -n __kubeconv_asks -f -k -a '$__kubeconv_candidates'
"""

_POWERSHELL: Final = r"""# PowerShell completion for kubeconv
Register-ArgumentCompleter -Native -CommandName 'kubeconv', 'kubeconv.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { "$_" } })
    $last = $wordToComplete -replace '^[''"]', ''
    $option = if ($last -match '^(--[^=]*=)') { $Matches[1] } else { '' }
    $before = $env:KUBECONV_WORDS
    $env:KUBECONV_WORDS = (@($words) + $last) -join "`n"
    try { $lines = @(& $commandAst.CommandElements[0].Value __complete --powershell 2>$null) } finally { $env:KUBECONV_WORDS = $before }
    $lines | Where-Object { $_ -notmatch '^:\d+$' } | ForEach-Object {
        $text, $about = $_ -split "`t", 2
        if (-not $about) { $about = $text }
        $whole = "$option$text"
        $written = if ($whole -match '^[\w./:\\~+=-]+$') { $whole } else { "'" + ($whole -replace "(['\u2018-\u201B])", '$1$1') + "'" }
        $kind = if ($text.StartsWith('-')) { 'ParameterName' } else { 'ParameterValue' }
        [System.Management.Automation.CompletionResult]::new($written, $text, $kind, $about)
    }
}
"""

#: The script of each shell.
SCRIPTS: Final[Mapping[str, str]] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}
