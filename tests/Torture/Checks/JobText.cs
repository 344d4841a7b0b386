using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marianne.Jobs;

namespace Marianne.Torture.Checks;

/// <summary>Everything that belongs to a job as one text, so that two versions of it can be compared.</summary>
internal static class JobText
{
    /// <summary>Returns the text of a job, or <c>null</c> if it does not exist.</summary>
    public static async Task<string?> OfAsync(IJobStore store, string id)
    {
        if (await store.LoadAsync(id, default) is not { } job)
            return null;

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{job.Name}|{job.Description}|{job.Status}|{job.UpdatedAt:O}\n");
        foreach (Sheet sheet in job.Sheets)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{sheet.Number}|{sheet.Status}|{sheet.AttemptCount}|{sheet.ErrorMessage}|{sheet.Measures.Cost}\n");
        }

        var all = new ExecutionQuery { JobId = id, OldestFirst = true, First = long.MaxValue };
        await foreach (Execution attempt in store.ListExecutionsAsync(all, default))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{attempt.SheetNumber}|{attempt.AttemptNumber}|{attempt.Output?.Length}|{attempt.ExecutedAt:O}\n");
        }

        foreach (AttachedHistory history in await store.ListHistoriesAsync(id, default))
        {
            await using Stream content = (await store.OpenHistoryAsync(id, history.SheetNumber, default))!;
            byte[] hash = await SHA256.HashDataAsync(content);
            text.Append(CultureInfo.InvariantCulture, $"{history.SheetNumber}|{history.Length}|{Convert.ToHexString(hash)}\n");
        }

        return text.ToString();
    }
}
