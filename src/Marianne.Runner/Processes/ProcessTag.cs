using System.Text;

namespace Marianne.Processes;

/// <summary>
/// A tag in the environment of a command. Every process that the command starts inherits it, and can be found even after it
/// left the process tree. A command within a command has the tags of both.
/// </summary>
internal sealed class ProcessTag
{
    private const string Variable = "MARIANNE_COMMANDS";

    private readonly string _text = Guid.NewGuid().ToString("N");

    /// <summary>Adds the tag to an environment.</summary>
    /// <param name="environment">The environment.</param>
    public void AddTo(IDictionary<string, string?> environment) =>
        environment[Variable] = environment.TryGetValue(Variable, out string? outer) && !string.IsNullOrEmpty(outer)
            ? $"{outer},{_text}"
            : _text;

    /// <summary>Determines whether an environment contains the tag.</summary>
    /// <param name="environment">The environment as the kernel stores it.</param>
    public bool IsIn(ReadOnlySpan<byte> environment) => environment.IndexOf(Encoding.ASCII.GetBytes(_text)) >= 0;
}
