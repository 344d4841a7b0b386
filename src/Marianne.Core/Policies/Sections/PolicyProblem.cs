namespace Marianne.Policies;

/// <summary>One thing that is wrong with what a score asks for.</summary>
/// <param name="Path">Where: section and key, such as <c>retry.max_retries</c>.</param>
/// <param name="Message">The value, what it must be, and what to do.</param>
public sealed record PolicyProblem(string Path, string Message)
{
    /// <summary>The path and the message.</summary>
    public override string ToString() => $"{Path}: {Message}";

    /// <summary>The same problem as seen from further out.</summary>
    internal PolicyProblem Within(string path) => this with { Path = $"{path}.{Path}" };
}
