using System.Globalization;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Lists the sheets that wait for approval, or answers for one.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
internal sealed class ApprovalRun(ApprovalRunOptions options, TextWriter output, TextWriter error)
{
    /// <summary>Lists or answers.</summary>
    /// <exception cref="MarianneException">The store cannot be used, or the sheet does not wait for approval.</exception>
    public async Task<ExitCode> RunAsync()
    {
        await using var stores = new OpenStores(options.Store, learning: null, warning => error.WriteLine($"Warning: {warning}"));
        await stores.Jobs.OpenAsync(mustExist: options.Store is not null, CancellationToken.None);
        Job? job = options.JobId is not { } id ? null
            : await stores.Jobs.LoadAsync(id, CancellationToken.None) ?? throw JobErrors.NotFound(id);
        if (options.Decision is { } decision)
            await AnswerAsync(stores.Jobs, job!, decision);
        else
            await ListAsync(stores.Jobs, job?.Id);
        return ExitCode.Completed;
    }

    private async Task AnswerAsync(IJobStore jobs, Job job, ApprovalDecision decision)
    {
        int number = NumberIn(job);
        JobValidator.CheckSheet(job.Id, number, job.TotalSheets);
        var answers = new ApprovalAnswers(jobs) { OwnInstruments = OpenStores.OwnProfiles };
        SheetApproval approval = await answers.AnswerAsync(job, number, decision, options.Message, CancellationToken.None);
        output.WriteLine(TerminalText.Summary($"{Subject(approval)}: {approval.OutcomeWithComment()}"));
    }

    private int NumberIn(Job job) => options.Sheet is not { } sheet ? ApprovalAnswers.OnlyWaitingIn(job)
        : int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : ApprovalAnswers.NumberOf(job, sheet);

    private async Task ListAsync(IJobStore jobs, string? id)
    {
        var query = new ApprovalQuery { JobId = id, OnlyUnanswered = true };
        IReadOnlyList<SheetApproval> approvals = await jobs.ListApprovalsAsync(query, CancellationToken.None);
        foreach (SheetApproval approval in approvals.Where(approval => approval.Status == ApprovalStatus.Waiting).OrderBy(approval => approval.AskedAt))
        {
            string files = approval.Show.Count == 0 ? "" : $" ({string.Join(", ", approval.Show)})";
            string end = approval.TimesOutAt is { } time
                ? string.Create(CultureInfo.InvariantCulture, $" until {time.LocalDateTime:yyyy-MM-dd HH:mm}")
                : "";
            output.WriteLine(TerminalText.Summary($"{Subject(approval)}: {approval.Message}{files}{end}"));
        }
    }

    private static string Subject(SheetApproval approval) =>
        $"{approval.JobId}, sheet {SheetLabel.Of(approval.SheetNumber, approval.SheetName)}";
}
