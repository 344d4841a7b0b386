namespace Marianne.Worker.Tests;

/// <summary>How the worker ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error.</param>
internal sealed record WorkerResult(int ExitCode, string Output, string Error)
{
    /// <summary>All of it, for a message.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
