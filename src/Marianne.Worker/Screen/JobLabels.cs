using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Names jobs and their sheets.</summary>
internal sealed class JobLabels : IEventLabels
{
    /// <inheritdoc/>
    public int Width => 40;

    /// <inheritdoc/>
    public bool NameJobs => true;

    /// <inheritdoc/>
    public string Of(JobEvent happened)
    {
        string name = happened.SheetName is { } sheet ? $" {sheet}" : "";
        return TerminalText.Name(happened.SheetNumber is { } number ? $"{happened.JobId} {number}{name}" : happened.JobId);
    }
}
