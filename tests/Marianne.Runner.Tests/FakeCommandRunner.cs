using Marianne.Processes;
using Marianne.Signals;

namespace Marianne.Runner.Tests;

/// <summary>
/// Runs no commands. Each call returns the next result; when there are no more, the last one is returned again.
/// </summary>
internal sealed class FakeCommandRunner(params CommandResult[] results) : ICommandRunner
{
    public List<ShellCommand> Seen { get; } = [];

    public ValueTask<CommandResult> RunAsync(
        ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        Seen.Add(command);
        return new(results[Math.Min(Seen.Count, results.Length) - 1]);
    }
}
