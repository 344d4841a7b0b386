using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Text;
using Marianne.Working;

namespace Marianne.Watching;

/// <summary>Reads what a watch shows. A job with its sheets is read again only if it has changed.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="ids">The ids of the watched jobs; <c>null</c> for all jobs.</param>
/// <param name="missing">Creates what finds the sheets that no live worker can run.</param>
/// <param name="outputs">The output of the attempts that run on this machine.</param>
internal sealed class WatchReader(
    IJobStore jobs, IReadOnlyCollection<string>? ids, Func<MissingAbilities> missing, RunningOutputs? outputs)
{
    /// <summary>The most jobs of the list, the newest ones.</summary>
    private const int MostJobs = 500;

    private const int MostLines = 200;

    private readonly Dictionary<string, WatchedSheets> _known = new(StringComparer.Ordinal);
    private (string JobId, int Number, DateTimeOffset UpdatedAt, WatchOutput Last) _recorded = ("", 0, default, WatchOutput.None);
    private (string JobId, string? Hash, decimal? Limit) _limit = ("", null, null);

    /// <summary>Reads what is shown at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<WatchSnapshot> ReadAsync(WatchPlace place, CancellationToken cancellationToken)
    {
        MissingAbilities abilities = missing();
        return place.JobId is { } id
            ? await ReadJobAsync(id, place.SheetNumber, abilities, cancellationToken).ConfigureAwait(false)
            : new WatchSnapshot { Jobs = await ReadListAsync(place.VisibleIds, abilities, cancellationToken).ConfigureAwait(false) };
    }

    private async ValueTask<IReadOnlyList<WatchedJob>> ReadListAsync(
        IReadOnlyCollection<string> visible, MissingAbilities abilities, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            Id = ids is null ? null : ids.Contains,
            WithSheets = false,
            First = MostJobs,
            OnDamage = _ => { }, // Get-MarianneJob reports it; a damaged job has nothing to show.
        };
        List<Job> headers = [];
        await foreach (Job header in jobs.ListAsync(query, cancellationToken).ConfigureAwait(false))
            headers.Add(header);

        List<WatchedJob> listed = [];
        foreach (Job header in headers)
        {
            WatchedSheets? details = visible.Contains(header.Id)
                ? await ReadAsync(header, abilities, cancellationToken).ConfigureAwait(false)
                : _known.GetValueOrDefault(header.Id);
            listed.Add(new WatchedJob(header, details?.Job.UpdatedAt == header.UpdatedAt ? details : null));
        }

        return listed;
    }

    private async ValueTask<WatchSnapshot> ReadJobAsync(
        string id, int number, MissingAbilities abilities, CancellationToken cancellationToken)
    {
        if (await jobs.LoadHeaderAsync(id, cancellationToken).ConfigureAwait(false) is not { } header
            || await ReadAsync(header, abilities, cancellationToken).ConfigureAwait(false) is not { } read)
        {
            return new WatchSnapshot();
        }

        Job job = read.Job;
        Dictionary<int, string> owners = [];
        foreach (Claim claim in await jobs.ListClaimsAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (claim is { IsLive: true, Process: { } process })
                owners[claim.SheetNumber ?? 0] = process.ToString();
        }

        if (job.Runner is { } runner && !job.IsZombie)
            owners.TryAdd(0, runner.ToString());
        return new WatchSnapshot
        {
            Open = read,
            CostLimit = LimitOf(job),
            Owners = owners,
            OutputOf = number,
            Output = number == 0 ? WatchOutput.None : await ReadOutputAsync(job, number, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<WatchedSheets?> ReadAsync(Job header, MissingAbilities abilities, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(header.Id, out WatchedSheets? known) && known.Job.UpdatedAt == header.UpdatedAt
            && known.Job.IsZombie == header.IsZombie && known.MissingAbilities.Count == 0 && known.Job.Status != JobStatus.Pending)
        {
            return known;
        }

        Job? job = await jobs.LoadAsync(header.Id, cancellationToken).ConfigureAwait(false);
        if (job is null)
            return null;

        job.Sheets.CreateAll(); // From now on, the reader and the screen use the list at once.
        await abilities.MarkAsync(job, cancellationToken).ConfigureAwait(false);
        return _known[header.Id] = new WatchedSheets(job);
    }

    private decimal? LimitOf(Job job)
    {
        if (_limit.JobId != job.Id || _limit.Hash != job.ConfigHash)
        {
            Score? score = JobPreparer.KeptScoreOf(job);
            _limit = (job.Id, job.ConfigHash, score?.CostLimits is { Enabled: true } limits ? limits.MaxCostPerJob : null);
        }

        return _limit.Limit;
    }

    private async ValueTask<WatchOutput> ReadOutputAsync(Job job, int number, CancellationToken cancellationToken)
    {
        Sheet? sheet = number <= job.TotalSheets ? job.Sheets[number - 1] : null;
        if (sheet?.Status == SheetStatus.InProgress && outputs?.Read(job.Id, number, SystemProcessList.Instance) is { } output)
            return new WatchOutput(sheet.AttemptCount, IsRunning: true, LinesOf(output));
        if (_recorded.JobId == job.Id && _recorded.Number == number && _recorded.UpdatedAt == job.UpdatedAt)
            return _recorded.Last;

        var query = new ExecutionQuery { JobId = job.Id, SheetNumber = number, First = 1 };
        WatchOutput recorded = WatchOutput.None;
        await foreach (Execution last in jobs.ListExecutionsAsync(query, cancellationToken).ConfigureAwait(false))
            recorded = new WatchOutput(last.AttemptNumber, IsRunning: false, LinesOf(last.Output));
        _recorded = (job.Id, number, job.UpdatedAt, recorded);
        return recorded;
    }

    private static IReadOnlyList<string> LinesOf(string? output) =>
    [
        .. (output ?? "").Split('\n').Select(Shown).Where(line => line.Length > 0).TakeLast(MostLines)
            .Select(line => TerminalText.Message(line)),
    ];

    /// <summary>Returns what a terminal shows of a line: programs that show their progress write over it again and again.</summary>
    private static string Shown(string line)
    {
        string written = line.TrimEnd();
        return written[(written.LastIndexOf('\r') + 1)..];
    }
}
