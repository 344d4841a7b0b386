namespace Marianne.Signals;

/// <summary>A kind of record that a tool writes, and what it means.</summary>
internal sealed record ResultEvent
{
    /// <summary>The records that are meant.</summary>
    public RecordPattern When { get; init; } = [];

    /// <summary>What such a record says of the attempt.</summary>
    public ResultVerdict Verdict { get; init; }

    /// <summary>The kind of the failure, if the record alone decides it.</summary>
    public ReadingKind? Kind { get; init; }

    /// <summary>The parts that describe the failure.</summary>
    public IReadOnlyList<string> Body { get; init; } = [];

    /// <summary>The words for the kind of failure.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>The times that count if the attempt failed.</summary>
    public IReadOnlyList<string> Times { get; init; } = [];

    /// <summary>The answer of the agent.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>The id of the session.</summary>
    public IReadOnlyList<string> Session { get; init; } = [];

    /// <summary>The model.</summary>
    public IReadOnlyList<string> Model { get; init; } = [];

    /// <summary>Where the usage is. The first that holds any counts.</summary>
    public IReadOnlyList<UsageFields> Usage { get; init; } = [];
}
