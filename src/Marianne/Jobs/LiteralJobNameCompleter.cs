using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes the distinct names of jobs for a parameter that does not support wildcards.</summary>
public sealed class LiteralJobNameCompleter : JobNameCompleter
{
    private protected override CompletionResult ResultOf(string name, string tip) => CompletionWord.Result(name, tip);
}
