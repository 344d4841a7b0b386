using System.Globalization;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Watching;

/// <summary>Draws what is watched: a line for each row of the screen, none longer than the screen is wide.</summary>
/// <param name="style">How it looks.</param>
/// <param name="text">What it says.</param>
internal sealed class WatchFrame(WatchStyle style, WatchText text)
{
    private const int WideFrom = 110;
    private const int LeastRows = 3;

    private const string WaitingForOutput = "No output yet. From another machine, it is shown when the attempt has ended.";

    /// <summary>The width below which lines are cut, without colors.</summary>
    private const int Narrowest = 60;

    /// <summary>Draws the screen.</summary>
    /// <param name="state">What the person has chosen. Its rows are fitted to the screen.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="height">The number of rows.</param>
    public IReadOnlyList<string> Draw(WatchState state, int width, int height)
    {
        if (width < Narrowest && style.HasColor)
            return new WatchFrame(style.WithoutColors(), text).Draw(state, width, height);

        List<string> lines = [];
        if (state.OpenId is null)
            DrawJobs(state, width, height, lines);
        else
            DrawJob(state, width, height, lines);

        while (lines.Count < height - 1)
            lines.Add("");
        lines.RemoveRange(Math.Max(0, height - 1), lines.Count - Math.Max(0, height - 1));
        lines.Add(LastLine(state, width));
        return width < Narrowest ? [.. lines.Select(line => FitTo(line, width))] : lines;
    }

    private void DrawJobs(WatchState state, int width, int height, List<string> lines)
    {
        state.Fit(height - 3);
        int shown = state.Jobs.Count;
        lines.Add(style.Title(Fit($" {CountText.Of(shown, "job")}{FilterOf(state, state.Snapshot.Jobs.Count)}", width)));
        int status = width >= WideFrom ? 34 : 18;
        int bar = width >= WideFrom ? 20 : 10;
        int id = Math.Max(8, width - status - bar - 21);
        lines.Add(style.Muted(Fit($"  {Fit("Job", id)} {Fit("Status", status)} {Fit("Sheets", bar + 6)} {Fit("Updated", 10, right: true)}", width)));
        for (int index = state.Top; index < Math.Min(shown, state.Top + state.Rows); index++)
        {
            WatchedJob item = state.Jobs[index];
            bool isSelected = index == state.Selected;
            string name = Fit(TerminalText.Name(item.Job.Id), id);
            string words = Fit(WatchText.StatusOf(item.Latest), status);
            string percent = Fit(item.Details is { } details ? WatchText.PercentOf(details.Counts.Progress) : "", 5, right: true);
            string age = Fit(text.Ago(item.Job.UpdatedAt), 10, right: true);
            string progress = style.Bar(item.Details?.Counts, bar, hasColors: !isSelected);
            lines.Add(isSelected
                ? style.Selected($"{style.Pointer}{name} {words} {progress} {percent} {age}")
                : $"  {name} {style.Of(item.Latest, words)} {progress} {percent} {style.Muted(age)}");
        }
    }

    private void DrawJob(WatchState state, int width, int height, List<string> lines)
    {
        int left = Math.Max(0, height - 6);
        int output = left < LeastRows + 2 ? 0 : state.IsOutputLarge ? left * 3 / 4 : Math.Clamp(left / 4, 2, 8);
        state.Fit(left - output);
        if (state.Snapshot.Open is not { Job: var job } open)
        {
            lines.Add(style.Title(Fit($" {TerminalText.Name(state.OpenId)}", width)));
            return;
        }

        DrawHead(state, open, width, lines);
        DrawSheets(state, width, lines);
        while (lines.Count < height - output - 2)
            lines.Add("");
        DrawOutput(state, job, width, output, lines);
    }

    private void DrawHead(WatchState state, WatchedSheets open, int width, List<string> lines)
    {
        Job job = open.Job;
        string status = WatchText.StatusOf(job);
        string owner = state.Snapshot.Owners.TryGetValue(0, out string? process) ? $"{style.Dot}{TerminalText.Name(process)}" : "";
        int id = Math.Max(8, width - status.Length - owner.Length - 4);
        lines.Add($" {style.Title(FitTo(TerminalText.Name(job.Id), id))}  {style.Of(job, status)}{style.Muted(owner)}");

        string progress = $" {open.Counts.Progress} {WatchText.PercentOf(open.Counts.Progress)} ";
        string cost = WatchText.CostOf(open.Cost, state.Snapshot.CostLimit) is { } amount ? $" {amount} " : "";
        lines.Add($"{progress}{style.Bar(open.Counts, Math.Max(4, width - progress.Length - cost.Length - 1))}{cost}");

        string counts = Fit($" {text.CountsOf(open.Counts, style.Dot)}{FilterOf(state, job.TotalSheets)}", width);
        lines.Add(MissingAbilityText.Of(open.MissingAbilities) is { } missing
            ? style.Warning(Fit($" {TerminalText.Name(missing)}", width))
            : job.ErrorMessage is { } error && job.Status is JobStatus.Failed or JobStatus.Paused ? style.Of(job, Fit($" {TerminalText.Summary(error)}", width))
            : counts);
    }

    private void DrawSheets(WatchState state, int width, List<string> lines)
    {
        int number = Math.Max(2, state.Snapshot.Open!.Job.TotalSheets.ToString(CultureInfo.InvariantCulture).Length);
        int rest = width - number - 33;
        int name = Math.Max(6, rest * 9 / 20);
        int detail = Math.Max(0, rest - name);
        lines.Add(style.Muted(Fit(
            $"  {Fit("#", number, right: true)} {Fit("Sheet", name)} {Fit("Status", 12)} {Fit("Tries", 5, right: true)} "
            + $"{Fit("Time", 8, right: true)}  Detail", width)));
        for (int index = state.Top; index < Math.Min(state.Sheets.Count, state.Top + state.Rows); index++)
        {
            WatchRow row = state.Sheets[index];
            bool isSelected = index == state.Selected;
            string before = $"{Fit(row.Number > 0 ? $"{row.Number}" : "", number, right: true)} ";
            if (row.Items is { } items)
                lines.Add(LineOf(row, items, before, width, name, isSelected));
            else if (row.Sheet is { } sheet)
                lines.Add(LineOf(sheet, $"{before}{Fit(NameOf(row, sheet), name)} ", detail, state.Snapshot.Owners, isSelected));
        }
    }

    private string LineOf(Sheet sheet, string before, int detail, IReadOnlyDictionary<int, string> owners, bool isSelected)
    {
        string status = Fit($"{style.SignOf(sheet.Status)} {WatchText.StatusOf(sheet)}", 12);
        string tries = sheet.AttemptCount == 0 ? "" : $"{sheet.AttemptCount}";
        string after = $" {Fit(tries, 5, right: true)} {Fit(text.TimeOf(sheet), 8, right: true)}  {Fit(text.DetailOf(sheet, owners), detail)}";
        return isSelected
            ? style.Selected($"{style.Pointer}{before}{status}{after}")
            : $"  {before}{style.Of(sheet.Status, status)}{(sheet.Status == SheetStatus.Failed ? style.Of(sheet.Status, after) : after)}";
    }

    /// <summary>Returns the line of a sheet with items: a bar, and how many are done, failed, run and wait.</summary>
    private string LineOf(WatchRow row, WatchedItems items, string before, int width, int name, bool isSelected)
    {
        string title = Fit(style.FoldOf(row.IsOpen) + TerminalText.Summary(row.Sheet is { } sheet ? sheet.Name : "items"), name);
        int cells = width >= WideFrom ? 20 : 8;
        string bar = style.Bar(items, cells, hasColors: !isSelected);
        int left = width - 4 - before.Length - name - cells;
        string progress = Fit(WatchText.ProgressOf(items), Math.Max(0, left));
        return isSelected
            ? style.Selected($"{style.Pointer}{before}{title} {bar} {progress}")
            : $"  {before}{title} {bar} {(items[SheetStatus.Failed] > 0 ? style.Of(SheetStatus.Failed, progress) : progress)}";
    }

    /// <summary>Returns the name of a sheet. Under the sheet that it belongs to, an item is named by its key.</summary>
    private static string NameOf(WatchRow row, Sheet sheet) =>
        row.Parent is null ? TerminalText.Summary(sheet.Name) : $"  {TerminalText.Summary(sheet.ItemKey)}";

    private void DrawOutput(WatchState state, Job job, int width, int rows, List<string> lines)
    {
        Sheet? sheet = state.SelectedSheet > 0 && state.SelectedSheet <= job.TotalSheets ? job.Sheets[state.SelectedSheet - 1] : null;
        WatchOutput output = state.Snapshot.OutputOf == state.SelectedSheet ? state.Snapshot.Output : WatchOutput.None;
        string attempt = output.IsRunning ? $"{style.Dot}attempt {output.Attempt} is running"
            : output.Attempt > 0 && sheet?.AttemptCount > 1 ? $"{style.Dot}attempt {output.Attempt}" : "";
        string title = sheet is null ? "" : $" {FitTo($"Sheet {sheet.Number} {TerminalText.Summary(sheet.Name)}".TrimEnd(), width / 2)}{attempt} ";
        title = FitTo(title, Math.Max(0, width - 4));
        lines.Add(style.Muted($"{style.Rule}{style.Rule}{title}{new string(style.Rule, Math.Max(0, width - 2 - CellText.WidthOf(title)))}"));
        if (output.Lines.Count == 0 && rows > 0)
            lines.Add(style.Muted(Fit(sheet?.Status == SheetStatus.InProgress ? $" {WaitingForOutput}" : " No output.", width)));
        lines.AddRange(output.Lines.TakeLast(rows).Select(line => Fit($" {line}", width)));
    }

    private string LastLine(WatchState state, int width)
    {
        string open = state switch
        {
            { OpenId: null } or { SelectedRow: { Items: not null, IsOpen: false } } => "Enter open",
            { SelectedRow.Items: not null } => "Enter close",
            _ => "Enter output",
        };
        string back = state.OpenId is not null && state.CanGoBack ? "  Esc back" : "";
        string approve = state.ToApprove is null ? "" : "  a approve";
        return state switch
        {
            { Asked: WatchAction.Approve asked } => style.Warning(Fit($" Approve sheet {asked.Sheet}? y/n", width)),
            { Asked: { JobId: var id } } => style.Warning(Fit($" Stop the job '{TerminalText.Name(id)}'? It cannot be resumed. y/n", width)),
            { IsTyping: true } => Fit($" /{TerminalText.Summary(state.Filter)}_", width),
            { Message: { } message } => style.Warning(Fit($" {TerminalText.Summary(message)}", width)),
            { Snapshot.Problem: { } problem } => style.Warning(Fit($" {TerminalText.Summary(problem)}", width)),
            _ => style.Muted(Fit($" {style.Arrows} select  {open}{back}{approve}  p pause  s stop  / search  q quit", width)),
        };
    }

    private string FilterOf(WatchState state, int total) => state.Filter.Length == 0
        ? ""
        : $"{style.Dot}'{TerminalText.Summary(state.Filter)}': {state.Found} of {total}";

    private string Fit(string value, int width, bool right = false) => CellText.Fit(value, width, style.Ellipsis, right);

    private string FitTo(string value, int width) => CellText.WidthOf(value) <= width ? value : Fit(value, width);
}
