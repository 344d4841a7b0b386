namespace Marianne.Signals;

/// <summary>How a tool reports its result.</summary>
internal sealed record ResultFormat
{
    /// <summary>The name of the tool.</summary>
    public string Name { get; init; } = "";

    /// <summary>Other names of the tool.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The records by which the format is recognized. Any of them suffices.</summary>
    public IReadOnlyList<RecordPattern> Marks { get; init; } = [];

    /// <summary>Indicates whether a record says how the attempt ended, so that it failed if there is none.</summary>
    public bool HasEnd { get; init; }

    /// <summary>
    /// The beginning of the line that a tool writes if it succeeded. Failures before it do not count, and an exit code of 0
    /// proves nothing without it.
    /// </summary>
    public string? SuccessLine { get; init; }

    /// <summary>The line of text that reports tokens and cost, with the groups input, output, read, write, cost and total.</summary>
    public string? UsageLine { get; init; }

    /// <summary>The line of text that names the model, with the group model.</summary>
    public string? ModelLine { get; init; }

    /// <summary>The kinds of failures that exit codes stand for.</summary>
    public IReadOnlyDictionary<int, ReadingKind> ExitCodes { get; init; } = new Dictionary<int, ReadingKind>();

    /// <summary>The records. All that fit one count.</summary>
    public IReadOnlyList<ResultEvent> Events { get; init; } = [];
}
