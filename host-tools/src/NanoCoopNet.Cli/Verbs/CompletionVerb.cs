// nanocoop completion: what a shell needs to complete verbs, options and files.
using System.CommandLine;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Prints the script of a shell; the tool itself answers it (System.CommandLine's <c>[suggest]</c>).</summary>
internal sealed class CompletionVerb : Verb
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # eval "$(nanocoop completion bash)" in ~/.bashrc
            _nanocoop() {
                local IFS=$'\n' line=${COMP_LINE#* } word=${COMP_WORDS[COMP_CWORD]}
                local at=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$at]" "$line" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _nanocoop nanocoop
            """,
        ["zsh"] = """
            # eval "$(nanocoop completion zsh)" in ~/.zshrc, after compinit
            _nanocoop() {
                local line=${BUFFER#* }
                local -a found=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)}")
                [[ -n ${found[1]} ]] && compadd -- "${found[@]}" || _files
            }
            compdef _nanocoop nanocoop
            """,
        ["pwsh"] = """
            # nanocoop completion pwsh | Out-String | Invoke-Expression   in $PROFILE
            Register-ArgumentCompleter -Native -CommandName nanocoop -ScriptBlock {
                param($word, $ast, $cursor)
                $line = $ast.ToString() -replace '^\S+\s*', ''
                $at = $cursor - $ast.ToString().Length + $line.Length
                & $ast.CommandElements[0].Value "[suggest:$at]" "$line" 2>$null |
                    Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    private readonly Argument<string> _shell;

    public CompletionVerb()
        : base("completion", "Print a completion script for bash, zsh or PowerShell")
    {
        _shell = Add(new Argument<string>("shell") { Description = string.Join(", ", Scripts.Keys) });
        _shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        shell.Line(Scripts[parse.GetRequiredValue(_shell)].ReplaceLineEndings("\n"));
        return ExitCode.Success;
    }
}
