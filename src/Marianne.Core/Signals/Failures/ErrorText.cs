namespace Marianne.Signals;

/// <summary>The lines of an output that may say why it failed.</summary>
/// <param name="Lines">The lines, and the JSON values among them, in their order.</param>
/// <param name="IsReport">
/// Indicates whether it is the report of a test runner or a compiler, in which words of a limit name what is tested.
/// </param>
internal sealed record ErrorText(IReadOnlyList<OutputPart> Lines, bool IsReport);
