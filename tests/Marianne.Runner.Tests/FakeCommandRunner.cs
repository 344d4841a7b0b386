using Marianne.Processes;

namespace Marianne.Runner.Tests;

/// <summary>Runs no command: it answers what it was told to, the last again and again.</summary>
internal sealed class FakeCommandRunner(params CommandResult[] answers) : ICommandRunner
{
    public List<ShellCommand> Seen { get; } = [];

    public ValueTask<CommandResult> RunAsync(
        ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        Seen.Add(command);
        return new(answers[Math.Min(Seen.Count, answers.Length) - 1]);
    }
}
