using System.Globalization;
using Marianne.Jobs;

namespace Marianne.ReportSamples;

/// <summary>A job whose items came from a pipeline, so that they belong to no sheet, and a sheet that uses their results.</summary>
internal sealed class PipelineSample : Sample
{
    private const int Items = 30;

    public override async Task CreateAsync()
    {
        Job job = NewJob("resize", "resize", 0);
        AddItems(job, 0, Enumerable.Range(1, Items).Select(index => string.Create(CultureInfo.InvariantCulture, $"photo-{index:00}.jpg")));
        job.TotalSheets = Items + 1;
        job.ConfigSnapshot = """{"name":"resize","marianne_for_each":[0,31],"sheets":[{"script":"x"},{"name":"reduce","script":"y"}]}""";
        DateTimeOffset end = Clock.Now;
        foreach (Sheet sheet in job.Sheets.Take(Items))
        {
            bool fails = sheet.Number == 13;
            end = Attempt(sheet, end, 3, fails ? "E009" : null, "Resize it.", fails ? "No space left on device" : "Done.");
            sheet.Status = fails ? SheetStatus.Failed : SheetStatus.Completed;
            sheet.ErrorMessage = fails ? "No space left on device" : null;
        }

        job.Status = JobStatus.Failed;
        await SaveAsync(job, end);
    }
}
