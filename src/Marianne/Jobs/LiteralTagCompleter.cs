using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes the distinct tags of jobs for a parameter that does not support wildcards.</summary>
public sealed class LiteralTagCompleter : TagCompleter
{
    private protected override CompletionResult ResultOf(string tag, string tip) => CompletionWord.Result(tag, tip);
}
