namespace Marianne.History;

public sealed partial class ExecutionHistory
{
    /// <summary>The size in bytes above which the user is warned before an export.</summary>
    public const long LargeExport = 100L << 20;

    private const int SampleSize = 100;

    /// <summary>
    /// Writes the history as JSON, in the layout that other implementations use. Each path is written with all of its
    /// steps, so the export of a deep and wide tree is large; see <see cref="EstimateLength"/>. Snapshots are not written.
    /// </summary>
    /// <param name="stream">The stream to write to. It is not closed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public void Export(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using Visit visit = Enter();
        using var writer = new HistoryWriter(stream, cancellationToken);
        writer.Write(this, Summary(), Leaves().Select(_tree.PathTo), _byMode);
    }

    /// <summary>Estimates the size of an export in bytes from a sample of the steps.</summary>
    public long EstimateLength()
    {
        using Visit visit = Enter();
        long written = _byId.Count;
        foreach (ExecutionStep leaf in Leaves())
            written += DepthOf(leaf);

        List<ExecutionStep> sample = [.. Every(Math.Max(1, _byId.Count / SampleSize)).Select(StepAt)];
        double mean = sample.Count == 0 ? 0 : HistoryWriter.LengthOf(sample) / (double)sample.Count;
        return (long)(written * mean);

        IEnumerable<int> Every(int distance)
        {
            for (int index = 0; index < _byId.Count; index += distance)
                yield return index;
        }

        ExecutionStep StepAt(int index)
        {
            int mode = 0;
            for (; index >= _byMode[mode].Count; mode++)
                index -= _byMode[mode].Count;
            return _byMode[mode][index];
        }
    }

    /// <summary>
    /// Reads a history from JSON. The last step of the last path becomes the current step. The history has no maximum
    /// depth, and takes snapshots only if the options say so.
    /// </summary>
    /// <param name="stream">The stream to read from. It is read in chunks.</param>
    /// <param name="source">The name of the source for error messages, such as <c>The file 'orders.json'</c>.</param>
    /// <param name="options">The clock, the ids and the snapshots of steps that are added later.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// InvalidHistory: the JSON is not a history, is damaged or is inconsistent. The message contains the position.
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
