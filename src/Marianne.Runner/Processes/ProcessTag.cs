using System.Text;

namespace Marianne.Processes;

/// <summary>
/// Marks a command in its environment, which all that it starts inherits: so they are known even after they left its
/// process tree. A command within a command has the marks of both.
/// </summary>
internal sealed class ProcessTag
{
    private const string Variable = "MARIANNE_COMMANDS";

    private readonly string _text = Guid.NewGuid().ToString("N");

    /// <summary>Marks an environment.</summary>
    public void AddTo(IDictionary<string, string?> environment) =>
        environment[Variable] = environment.TryGetValue(Variable, out string? outer) && !string.IsNullOrEmpty(outer)
            ? $"{outer},{_text}"
            : _text;

    /// <summary>Whether an environment, as the kernel has it, is marked.</summary>
    public bool IsIn(ReadOnlySpan<byte> environment) => environment.IndexOf(Encoding.ASCII.GetBytes(_text)) >= 0;
}
