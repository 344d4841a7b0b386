namespace Marianne.Reports;

/// <summary>A command with which a user continues.</summary>
/// <param name="Purpose">What the command does, as a sentence.</param>
/// <param name="Command">The command for PowerShell.</param>
public sealed record NextStep(string Purpose, string Command)
{
    /// <summary>What to know before, as a sentence, such as that nothing is left to do; <c>null</c> if there is nothing.</summary>
    public string? Note { get; init; }
}
