namespace Marianne.Worker.Tests;

/// <summary>The result of the worker.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Error">The standard error.</param>
internal sealed record WorkerResult(int ExitCode, string Output, string Error)
{
    /// <summary>Returns the exit code and the output for a message.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
