using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// The approvals that the sheets of a run wait for. They wait without a place, until another process answers or the time is over. It can
/// be used by several threads.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="score">The score.</param>
/// <param name="services">The stores and the clock.</param>
internal sealed class RunApprovals(string jobId, Score score, RunnerServices services)
{
    private readonly object _lock = new();
    private readonly Dictionary<int, SheetApproval> _waiting = [];
    private readonly List<int> _answered = [];
    private readonly Lazy<DependencyGraph> _graph = new(() => SheetDependencies.GraphOf(score));
    private readonly bool _mayRetry = score.Sheets.Any(sheet => sheet.Approval?.OnDeny == DenialAction.Retry);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A task that completes when an approval is answered or timed out.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>
    /// Indicates whether a denial lets sheets run again that were done, so that no further sheet starts before the run has looked at all
    /// of them.
    /// </summary>
    public bool HaveReset { get; private set; }

    /// <summary>Begins again, after all sheets were looked at.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            HaveReset = false;
            _waiting.Clear();
            _answered.Clear();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Adds an approval that a sheet waits for.</summary>
    /// <param name="approval">The approval.</param>
    public void Wait(SheetApproval approval)
    {
        lock (_lock)
            _waiting[approval.SheetNumber] = approval;
    }

    /// <summary>Returns the sheets whose approvals were answered or timed out since the last call, to start them.</summary>
    public IReadOnlyList<int> TakeAnswered()
    {
        lock (_lock)
        {
            int[] answered = [.. _answered];
            _answered.Clear();
            if (_changed.Task.IsCompleted)
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return answered;
        }
    }

    /// <summary>Looks whether approvals were answered or timed out.</summary>
    /// <param name="isJobChanged">Indicates whether the job has changed since the last look.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask LookAsync(bool isJobChanged, CancellationToken cancellationToken)
    {
        DateTimeOffset now = services.Time.GetUtcNow();
        SheetApproval[] waiting;
        lock (_lock)
            waiting = [.. _waiting.Values.Where(approval => isJobChanged || approval.HasTimedOut(now))];
        if (waiting.Length == 0)
            return;

        IReadOnlyList<Sheet> sheets = await services.StoredSheets
            .LoadSheetsAsync(jobId, [.. waiting.Select(approval => approval.SheetNumber)], cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            foreach ((SheetApproval approval, Sheet sheet) in waiting.Zip(sheets))
            {
                if (sheet.Status == SheetStatus.Fermata && !approval.HasTimedOut(now))
                    continue;

                _waiting.Remove(approval.SheetNumber);
                if (sheet.Measures.Reruns + 1 == approval.Run)
                    _answered.Add(approval.SheetNumber);
                else
                    HaveReset = true;
                _changed.TrySetResult();
            }
        }
    }

    /// <summary>Returns the last approval of a sheet, or <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    public async ValueTask<SheetApproval?> LastOfAsync(int number)
    {
        IReadOnlyList<SheetApproval> approvals = await services.StoredApprovals
            .ListApprovalsAsync(new ApprovalQuery { JobId = jobId, SheetNumber = number }, CancellationToken.None).ConfigureAwait(false);
        return approvals.Count == 0 ? null : approvals[^1];
    }

    /// <summary>Returns what is to be changed according to the user who denied the last result of a sheet; <c>null</c> if there is none.</summary>
    /// <param name="sheet">The sheet.</param>
    public async ValueTask<string?> DenialOfAsync(Sheet sheet)
    {
        if (!_mayRetry || sheet.Measures.Reruns == 0)
            return null;

        IReadOnlyList<SheetApproval> approvals = await services.StoredApprovals
            .ListApprovalsAsync(new ApprovalQuery { JobId = jobId }, CancellationToken.None).ConfigureAwait(false);
        SheetApproval? last = approvals
            .LastOrDefault(denied => denied.NextRun == sheet.Measures.Reruns + 1 && denied.BackTo.Contains(score.ParentOrSelf(sheet.Number)));
        return last?.Comment ?? last?.Outcome();
    }

    /// <summary>
    /// Returns the sheets that run again when a sheet is denied: those that it needs or, if its score does not say which, the one before
    /// it, up to one that does something.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public IEnumerable<int> SheetsBefore(int number)
    {
        ScoreSheet sheet = score.SheetOf(number);
        bool isListed = sheet.Needs.Count > 0 || score.ListedDependenciesOf(number).Count > 0;
        return isListed ? _graph.Value.DependenciesOf(number) : BeforeInOrder();

        IEnumerable<int> BeforeInOrder()
        {
            for (int position = score.Order.PositionOf(number) - 1; position > 0; position--)
            {
                int before = score.Order.NumberAt(position);
                yield return before;
                if (score.SheetOf(before).HasWork)
                    yield break;
            }
        }
    }

    /// <summary>
    /// Returns those of some sheets that run again whose items run again, too, because they depend on another of them. If only the source
    /// of the items does, it is read again, and items that are done stay so.
    /// </summary>
    /// <param name="again">The numbers of the sheets that run again.</param>
    public IEnumerable<int> WithItemsAgain(IReadOnlyCollection<int> again)
    {
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies = SheetDependencies.OfItems(score);
        return again.Where(number => score.IsParent(number) && dependencies.GetValueOrDefault(number, []).Any(again.Contains));
    }

    /// <summary>Returns some sheets, and all that depend on them.</summary>
    /// <param name="numbers">The numbers of the sheets.</param>
    public IEnumerable<int> DependentsOf(IReadOnlyCollection<int> numbers)
    {
        ILookup<int, int> dependents = score.Numbers
            .SelectMany(number => _graph.Value.DependenciesOf(number).Select(other => (number, other)))
            .ToLookup(link => link.other, link => link.number);
        var found = new SortedSet<int>();
        var open = new Queue<int>(numbers);
        while (open.TryDequeue(out int number))
        {
            if (!found.Add(number))
                continue;
            foreach (int dependent in dependents[number])
                open.Enqueue(dependent);
        }

        return found;
    }
}
