using System.Text.Json;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>
/// The figures of the jobs of a folder that were cleared. To delete a job is a step of its own, so the file names the job before that,
/// and the figures count as soon as its file is gone, also if the process is killed.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class ArchiveFile(string folder)
{
    private string Path => System.IO.Path.Combine(folder, ".figures");

    /// <summary>The file that is locked while the figures change.</summary>
    public string Lock => System.IO.Path.Combine(folder, ".figures-lock");

    /// <summary>Lists the figures by name and outcome.</summary>
    /// <param name="versionOf">Returns the version of a job, or <c>null</c> if it does not exist.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<ArchivedFigures>> ListAsync(
        Func<string, ValueTask<DateTimeOffset?>> versionOf, CancellationToken cancellationToken) =>
    [
        .. (await RowsAsync(versionOf, cancellationToken).ConfigureAwait(false))
            .Select(row => new ArchivedFigures(
                row.Name,
                SnakeCaseName.TryParse(row.Outcome, out JobStatus status) ? status : JobStatus.Unknown,
                row.Jobs,
                row.Attempts))
            .OrderBy(figures => figures.Name, StringComparer.Ordinal).ThenBy(figures => figures.Status),
    ];

    /// <summary>Notes a job that is deleted next. The caller holds both locks.</summary>
    /// <param name="job">The job.</param>
    /// <param name="attempts">The figures of all its attempts.</param>
    /// <param name="versionOf">Returns the version of a job, or <c>null</c> if it does not exist.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask BeginAsync(
        EndedJob job, AttemptFigures attempts, Func<string, ValueTask<DateTimeOffset?>> versionOf, CancellationToken cancellationToken)
    {
        var row = new ArchivedRow(job.Name, SnakeCaseName.Of(job.Status), 1, attempts);
        var note = new ArchiveNote(
            await RowsAsync(versionOf, cancellationToken).ConfigureAwait(false),
            new ClearingNote(job.Id, StoredTime.WithZ(job.UpdatedAt), row));
        DurableFile.Write(
            Path, Path + "-saving", JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.ArchiveNote));
    }

    private async ValueTask<IReadOnlyList<ArchivedRow>> RowsAsync(
        Func<string, ValueTask<DateTimeOffset?>> versionOf, CancellationToken cancellationToken)
    {
        if (await CompanionFiles.ReadAsync(Path, CompanionJson.Default.ArchiveNote, cancellationToken).ConfigureAwait(false) is not { } note)
            return [];
        if (note.Clearing is not { } last || await IsThereAsync(last).ConfigureAwait(false))
            return note.Rows;

        return
        [
            .. note.Rows.Append(last.Figures).GroupBy(row => (row.Name, row.Outcome)).Select(rows => new ArchivedRow(
                rows.Key.Name,
                rows.Key.Outcome,
                rows.Sum(row => row.Jobs),
                rows.Aggregate(default(AttemptFigures), (sum, row) => sum + row.Attempts))),
        ];

        async ValueTask<bool> IsThereAsync(ClearingNote clearing) =>
            await versionOf(clearing.JobId).ConfigureAwait(false) is { } version && StoredTime.WithZ(version) == clearing.UpdatedAt;
    }
}
