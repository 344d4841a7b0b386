using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>What the person who watches has chosen.</summary>
internal sealed class WatchState
{
    private WatchSnapshot _snapshot = new();
    private IReadOnlyList<WatchedJob>? _jobs;
    private IReadOnlyList<WatchRow>? _sheets;
    private readonly Dictionary<int, bool> _opened = [];
    private int? _selected;
    private bool _isFollowing = true;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="jobId">The id of the only job that is watched; <c>null</c> to begin with the list.</param>
    public WatchState(string? jobId)
    {
        OpenId = jobId;
        CanGoBack = jobId is null;
    }

    /// <summary>The id of the open job; <c>null</c> if the list is shown.</summary>
    public string? OpenId { get; private set; }

    /// <summary>Indicates whether there is a list to return to.</summary>
    public bool CanGoBack { get; }

    /// <summary>The id of the selected job of the list; <c>null</c> if it has none.</summary>
    public string? SelectedId { get; private set; }

    /// <summary>The number of the selected sheet; 0 if there is none, and <see cref="WatchRow.OfJob"/> for the items of the job.</summary>
    public int SelectedSheet { get; private set; }

    /// <summary>Indicates whether the output of the selected sheet has most of the screen.</summary>
    public bool IsOutputLarge { get; private set; }

    /// <summary>The text that names have to contain.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>Indicates whether the text is being typed.</summary>
    public bool IsTyping { get; private set; }

    /// <summary>What is to be done once it is confirmed; <c>null</c> if nothing is asked.</summary>
    public WatchAction? Asked { get; private set; }

    /// <summary>What to tell the person, in the last line; <c>null</c> if there is nothing.</summary>
    public string? Message { get; set; }

    /// <summary>Indicates whether the watch is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The index of the first row on the screen.</summary>
    public int Top { get; private set; }

    /// <summary>The number of rows on the screen. A page has so many.</summary>
    public int Rows { get; private set; } = 1;

    /// <summary>What was read last.</summary>
    public WatchSnapshot Snapshot => _snapshot;

    /// <summary>The jobs of the list whose id or name contains the text.</summary>
    public IReadOnlyList<WatchedJob> Jobs => _jobs ??= [.. _snapshot.Jobs.Where(job => Contains(job.Job.Id) || Contains(job.Job.Name))];

    /// <summary>The rows of the open job whose sheets have the text in their number, name or status, in the order of the score.</summary>
    public IReadOnlyList<WatchRow> Sheets => _sheets ??= _snapshot.Open is not { } job
        ? []
        : new WatchRows(job, SelectedSheet) { Chosen = _opened, IsFound = Filter.Length == 0 ? null : IsFound }.Read();

    /// <summary>The number of jobs or sheets that contain the text.</summary>
    public int Found => OpenId is null ? Jobs.Count : _snapshot.Open?.InOrder.Count(IsFound) ?? 0;

    /// <summary>The index of the selected row; -1 if there is none.</summary>
    public int Selected => _selected ??=
        OpenId is null ? IndexOf(Jobs, job => job.Job.Id == SelectedId) : IndexOf(Sheets, row => row.Number == SelectedSheet);

    /// <summary>The selected row of the open job; <c>null</c> if there is none.</summary>
    public WatchRow? SelectedRow => OpenId is null ? null : Sheets.ElementAtOrDefault(Selected);

    /// <summary>The selected sheet, if it waits for approval; otherwise <c>null</c>.</summary>
    public Sheet? ToApprove => SelectedRow?.Sheet is { Status: SheetStatus.Fermata } sheet ? sheet : null;

    /// <summary>What is shown, so that it has to be read.</summary>
    public WatchPlace Place => new(
        OpenId, OpenId is null ? 0 : Math.Max(0, SelectedSheet), OpenId is null ? [.. Jobs.Skip(Top).Take(Rows).Select(job => job.Job.Id)] : []);

    private int Count => OpenId is null ? Jobs.Count : Sheets.Count;

    /// <summary>Shows what was read.</summary>
    /// <param name="snapshot">What was read.</param>
    public void Show(WatchSnapshot snapshot)
    {
        // The rows stay on the screen while the store cannot be read.
        _snapshot = snapshot.Problem is null ? snapshot : _snapshot with { Problem = snapshot.Problem };
        Refresh();
        if (OpenId is not null && snapshot is { Problem: null, Open: null })
            Message = $"The job '{OpenId}' does not exist any more.";
    }

    /// <summary>Fits the rows to the screen: the selected one is on it.</summary>
    /// <param name="rows">The number of rows on the screen.</param>
    public void Fit(int rows)
    {
        Rows = Math.Max(1, rows);
        Top = Math.Clamp(Top, Math.Max(0, Selected - Rows + 1), Math.Max(0, Selected));
        Top = Math.Clamp(Top, 0, Math.Max(0, Count - Rows));
    }

    /// <summary>Selects another row. The selection follows the running sheets until a person has chosen one.</summary>
    /// <param name="by">The number of rows down.</param>
    public void Move(int by)
    {
        _isFollowing = false;
        MoveTo(by);
    }

    private void MoveTo(int by)
    {
        if (Count == 0)
            return;

        int index = (int)Math.Clamp((long)Selected + by, 0, Count - 1);
        if (OpenId is null)
            SelectedId = Jobs[index].Job.Id;
        else
            SelectedSheet = Sheets[index].Number;
        _selected = index;
    }

    /// <summary>
    /// Opens the selected job or, in a job, the selected sheet with items; of another sheet, it enlarges the output.
    /// </summary>
    /// <param name="closes">Indicates whether a sheet with items that is open is closed.</param>
    public void Open(bool closes)
    {
        if (SelectedRow is { Items: not null } row)
        {
            SetOpen(row, !row.IsOpen || !closes);
            return;
        }

        if (OpenId is not null)
        {
            IsOutputLarge = !IsOutputLarge;
            return;
        }

        if (SelectedId is not { } id)
            return;

        OpenId = id;
        SelectedSheet = 0;
        Leave();
    }

    /// <summary>Removes what was opened last: the large output, the text, the job.</summary>
    public void GoBack()
    {
        if (IsOutputLarge)
            IsOutputLarge = false;
        else if (Filter.Length > 0)
            Search("");
        else if (OpenId is not null && CanGoBack)
        {
            OpenId = null;
            Leave();
        }
    }

    /// <summary>Closes the selected sheet with items, or selects the one that the selected item belongs to; otherwise goes back.</summary>
    public void Close()
    {
        if (IsOutputLarge || SelectedRow is not { } row)
            GoBack();
        else if (row is { Items: not null, IsOpen: true } && Filter.Length == 0)
            SetOpen(row, isOpen: false);
        else if (row.Parent is { } parent)
            Move(IndexOf(Sheets, other => other.Number == parent) - Selected);
        else
            GoBack();
    }

    /// <summary>Begins to type a text.</summary>
    public void BeginSearch() => IsTyping = true;

    /// <summary>Ends to type a text, which stays.</summary>
    public void EndSearch() => IsTyping = false;

    /// <summary>Changes the text that names have to contain.</summary>
    /// <param name="text">The text.</param>
    public void Search(string text)
    {
        Filter = text;
        Refresh();
    }

    /// <summary>Asks whether to do something.</summary>
    /// <param name="action">What is to be done; <c>null</c> to ask nothing.</param>
    public void Ask(WatchAction? action) => Asked = action;

    /// <summary>Ends the watch.</summary>
    public void End() => IsOver = true;

    private void SetOpen(WatchRow row, bool isOpen)
    {
        _opened[row.Number] = isOpen;
        _isFollowing = false;
        Refresh();
    }

    private void Leave()
    {
        _opened.Clear();
        (Top, IsOutputLarge, Message, _isFollowing) = (0, false, null, true);
        _snapshot = new WatchSnapshot();
        Search("");
    }

    private void Refresh()
    {
        (_jobs, _sheets, _selected) = (null, null, null);
        if (OpenId is not null && _isFollowing && (Selected < 0 || !IsRunning(Sheets[Selected])) && IndexOf(Sheets, IsRunning) is >= 0 and var running)
        {
            MoveTo(running - Selected);
        }
        else if (Selected < 0)
        {
            MoveTo(1);
        }
    }

    private static bool IsRunning(WatchRow row) => row is { Items: null, Sheet.Status: SheetStatus.InProgress };

    private bool IsFound(Sheet sheet) => Contains($"{sheet.Number}") || Contains(sheet.Name) || Contains($"{sheet.Status}");

    private bool Contains(string? text) => Filter.Length == 0 || text?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true;

    private static int IndexOf<T>(IReadOnlyList<T> items, Predicate<T> matches)
    {
        for (int index = 0; index < items.Count; index++)
        {
            if (matches(items[index]))
                return index;
        }

        return -1;
    }
}
