using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>
/// The data of the page of a report. A browser that opens ten thousand sheets reads only the first block, and the others when a view needs
/// them. Sheets and attempts are in columns, which are read several times as fast as objects.
/// </summary>
/// <param name="report">The report.</param>
internal sealed class ReportBlocks(Report report)
{
    /// <summary>The names of the blocks, and what writes their JSON.</summary>
    public (string Name, Action<Stream> Write)[] All =>
    [
        ("data", stream => Write(stream, WriteFirst)),
        ("attempts", stream => Write(stream, json => WriteJobs(json, WriteAttempts))),
        ("details", stream => Write(stream, json => WriteJobs(json, WriteDetails))),
    ];

    private static void Write(Stream stream, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(stream);
        write(json);
    }

    private void WriteJobs(Utf8JsonWriter json, Action<Utf8JsonWriter, JobReport> write)
    {
        json.WriteStartArray();
        foreach (JobReport job in report.Jobs)
        {
            json.WriteStartObject();
            write(json, job);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the report without its sheets, and then what the summary and the table show of these.</summary>
    private void WriteFirst(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("report");
        Report shown = report with { Jobs = [.. report.Jobs.Select(job => job with { Sheets = [], Incidents = [], Parents = [] })] };
        JsonSerializer.Serialize(json, shown, ReportJsonContext.Default.Report);
        json.WritePropertyName("sheets");
        WriteJobs(json, WriteSheets);
        json.WritePropertyName("failures");
        WriteJobs(json, WriteFirstFailure);
        json.WriteEndObject();
    }

    private static void WriteSheets(Utf8JsonWriter json, JobReport job) => new ColumnWriter<SheetReport>(json, job.Sheets)
        .Numbers("number", sheet => sheet.Number)
        .Texts("title", sheet => sheet.Title)
        .Texts("group", sheet => sheet.Group)
        .Numbers("parent", sheet => sheet.Parent, isZero: true)
        .Texts("item_key", sheet => sheet.ItemKey)
        .Texts("status", sheet => sheet.Status.ToString())
        .Texts("kind", sheet => sheet.Kind)
        .Texts("instrument", sheet => sheet.Instrument)
        .Texts("model", sheet => sheet.Model)
        .Texts("error", sheet => sheet.Error)
        .Texts("error_code", sheet => sheet.ErrorCode)
        .Values("depends_on", sheet => sheet.DependsOn.Count > 0, sheet => WriteNumbers(json, sheet.DependsOn))
        .Numbers("worked", sheet => (decimal)sheet.WorkedSeconds)
        .Numbers("waited", sheet => (decimal)sheet.WaitedSeconds)
        .Numbers("cost", sheet => sheet.Cost)
        .Texts("cost_source", sheet => sheet.CostSource?.ToString())
        .Numbers("input_tokens", sheet => sheet.InputTokens)
        .Numbers("output_tokens", sheet => sheet.OutputTokens)
        .Times("since", sheet => sheet.WaitingSince)
        .Times("next", sheet => sheet.NextAttemptAt)
        .Numbers("tries", sheet => sheet.Attempts.Count)
        .Times("started", sheet => sheet.Attempts is [var first, ..] ? first.StartedAt : null)
        .Times("ended", sheet => sheet.Attempts is [.., var last] ? last.EndedAt : null)
        .Texts("codes", CodesOf);

    private static void WriteAttempts(Utf8JsonWriter json, JobReport job) => new ColumnWriter<AttemptReport>(json, AttemptsOf(job))
        .Numbers("number", attempt => attempt.Number)
        .Texts("outcome", attempt => attempt.Outcome.ToString())
        .Times("start", attempt => attempt.StartedAt)
        .Times("end", attempt => attempt.EndedAt)
        .Numbers("waited", attempt => (decimal)attempt.WaitedSeconds)
        .Numbers("exit_code", attempt => attempt.ExitCode, isZero: true)
        .Texts("error_code", attempt => attempt.ErrorCode)
        .Texts("instrument", attempt => attempt.Instrument);

    /// <summary>Writes what only an open sheet, a search and the view of the waits need.</summary>
    private static void WriteDetails(Utf8JsonWriter json, JobReport job)
    {
        json.WriteStartObject("attempts");
        new ColumnWriter<AttemptReport>(json, AttemptsOf(job))
            .Texts("prompt", attempt => attempt.Prompt)
            .Texts("output", attempt => attempt.Output)
            .Numbers("output_cut", attempt => attempt.OutputCut);
        json.WriteEndObject();

        json.WriteStartObject("sheets");
        new ColumnWriter<SheetReport>(json, job.Sheets).Values(
            "validations",
            sheet => sheet.Validations.Count > 0,
            sheet => JsonSerializer.Serialize(json, sheet.Validations, ReportJsonContext.Default.IReadOnlyListValidationReport));
        json.WriteEndObject();

        json.WriteStartObject("incidents");
        new ColumnWriter<IncidentReport>(json, job.Incidents)
            .Numbers("sheet_number", incident => incident.SheetNumber)
            .Texts("error_code", incident => incident.ErrorCode)
            .Numbers("waited", incident => (decimal)incident.WaitedSeconds)
            .Numbers("failed_tries", incident => incident.FailedTries)
            .Numbers("too_short", incident => (decimal)incident.TooShortSeconds)
            .Numbers("enough", incident => (decimal?)incident.EnoughSeconds, isZero: true);
        json.WriteEndObject();
    }

    /// <summary>Writes the first attempt that failed, of a sheet that is failed if there is one.</summary>
    private static void WriteFirstFailure(Utf8JsonWriter json, JobReport job)
    {
        var tried = job.Sheets
            .Select(sheet => (Sheet: sheet, Attempt: sheet.Attempts.FirstOrDefault(attempt => attempt.Outcome == AttemptOutcome.Failed)))
            .Where(failure => failure.Attempt is not null);
        if (tried.OrderBy(failure => failure.Sheet.Status != SheetStatus.Failed).ThenBy(failure => failure.Attempt!.EndedAt).FirstOrDefault()
            is not { Sheet: { } sheet, Attempt: { } attempt })
        {
            return;
        }

        json.WriteNumber("sheet", sheet.Number);
        json.WriteNumber("attempt", attempt.Number);
        json.WriteString("error_code", attempt.ErrorCode);
        json.WriteNumber("last_attempt", sheet.Attempts[^1].Number);
    }

    private static IReadOnlyCollection<AttemptReport> AttemptsOf(JobReport job) => [.. job.Sheets.SelectMany(sheet => sheet.Attempts)];

    /// <summary>Returns the codes of the errors of a sheet's attempts, each once; <c>null</c> if there are none.</summary>
    private static string? CodesOf(SheetReport sheet)
    {
        string codes = string.Join(' ', sheet.Attempts.Select(attempt => attempt.ErrorCode).OfType<string>().Distinct());
        return codes.Length == 0 ? null : codes;
    }

    private static void WriteNumbers(Utf8JsonWriter json, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray();
        foreach (int number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
