namespace Marianne.Jobs;

/// <summary>The answer of a user to an approval.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="By">The user and the host, such as <c>ada@build1</c>.</param>
public sealed record ApprovalAnswer(ApprovalDecision Decision, string By)
{
    /// <summary>What the user writes with it, such as what is to be changed. The default is nothing.</summary>
    public string? Comment { get; init; }
}
