using Marianne.Collections;

namespace Marianne.Running;

/// <summary>Which sheets of a job run again. The sheets that depend on them run again, too.</summary>
public sealed record SheetSelection
{
    /// <summary>The names or numbers of the sheets that are chosen with those that follow.</summary>
    public IReadOnlyList<string> From { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>
    /// The names or numbers of the sheets that are chosen. The default is all sheets, if <see cref="From"/> is empty, too.
    /// </summary>
    public IReadOnlyList<string> Sheets { get; init => field = ReadOnlyItems<string>.Of(value); } = ReadOnlyItems<string>.Empty;

    /// <summary>Which of these sheets are chosen. The default is all.</summary>
    public OnlySheets Only { get; init; }
}
