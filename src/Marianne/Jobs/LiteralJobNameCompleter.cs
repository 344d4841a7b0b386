using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Completes names of jobs, each once, for a parameter that takes them as they are.</summary>
public sealed class LiteralJobNameCompleter : JobNameCompleter
{
    private protected override CompletionResult ResultOf(string name, string tip) => CompletionWord.Result(name, tip);
}
