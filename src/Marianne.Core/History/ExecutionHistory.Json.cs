namespace Marianne.History;

public sealed partial class ExecutionHistory
{
    /// <summary>How many bytes of JSON are many: whoever exports more should know it.</summary>
    public const long LargeExport = 100L << 20;

    private const int Sample = 100;

    /// <summary>
    /// Writes the history as JSON, in the layout that others use. Each path has all of its steps, so a tree that is both
    /// deep and wide becomes large: see <see cref="EstimateLength"/>. Snapshots are not written.
    /// </summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public void Export(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using Visit visit = Enter();
        using var writer = new HistoryWriter(stream, cancellationToken);
        writer.Write(this, Summary(), Leaves().Select(_tree.PathTo), _byMode);
    }

    /// <summary>About how many bytes an export has, as far as a sample of its steps tells.</summary>
    public long EstimateLength()
    {
        using Visit visit = Enter();
        long written = _byId.Count;
        foreach (ExecutionStep leaf in Leaves())
            written += DepthOf(leaf);

        List<ExecutionStep> sample = [.. Every(Math.Max(1, _byId.Count / Sample)).Select(place => StepAt(place))];
        double mean = sample.Count == 0 ? 0 : sample.Average(HistoryWriter.LengthOf);
        return (long)(written * (mean + 1));

        IEnumerable<int> Every(int distance)
        {
            for (int place = 0; place < _byId.Count; place += distance)
                yield return place;
        }

        ExecutionStep StepAt(int place)
        {
            int mode = 0;
            for (; place >= _byMode[mode].Count; mode++)
                place -= _byMode[mode].Count;
            return _byMode[mode][place];
        }
    }

    /// <summary>
    /// Rebuilds a history from JSON: each step once, the last step of the last path as the current one. It has no
    /// maximum depth and takes no snapshots, unless told.
    /// </summary>
    /// <param name="stream">What is read, piece by piece.</param>
    /// <param name="source">What it is, for errors, such as <c>The file 'orders.json'</c>.</param>
    /// <param name="options">The clock, the ids and the snapshots of the steps that are added later.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MarianneException">
    /// InvalidHistory: it is no history, or it is damaged or contradicts itself. The message names the place.
    /// </exception>
    public static ExecutionHistory Import(
        Stream stream,
        string source,
        ExecutionHistoryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new HistoryParser(stream, source, cancellationToken).Read(options ?? new ExecutionHistoryOptions());
    }
}
