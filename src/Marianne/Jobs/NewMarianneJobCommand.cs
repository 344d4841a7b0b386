using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Makes a job, Pending, and saves it.</summary>
[Cmdlet(VerbsCommon.New, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class NewMarianneJobCommand : JobStoreCmdlet
{
    /// <summary>
    /// Its id, unique in the store: 1 to 256 characters, no control characters. Default: made from the name and the
    /// time.
    /// </summary>
    /// <exception cref="MarianneException">InvalidJobId: it cannot be one. JobExists: there is one already.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    public string? Id { get; set; }

    /// <summary>Its name; many jobs may share one. Default: the id.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it has neither a name nor an id.</exception>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How many sheets it has, 1 or more.</summary>
    /// <exception cref="MarianneException">InvalidJob: it is less than 1.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int TotalSheets { get; set; }

    /// <summary>What it is for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>
    /// Its configuration: a hashtable, an object, or the text of a JSON object. It is kept in ConfigSnapshot, and
    /// ConfigHash tells whether two are the same: the order of their keys does not matter.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it contains itself, is nested deeper than 64, or has a value that JSON cannot hold.
    /// </exception>
    [Parameter]
    [ValidateNotNull]
    public object? Config { get; set; }

    private protected override void Process()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string name = Name ?? Id ?? throw ParameterErrors.Nameless();
        string id = Id ?? JobIdGenerator.Create(name, now);
        var job = new Job(id, name, TotalSheets, now) { Description = Description };
        if (Config is not null)
        {
            job.ConfigSnapshot = JsonText.Of(Config);
            job.ConfigHash = ConfigHash.Of(job.ConfigSnapshot);
        }

        if (!ShouldProcess(id, "Create"))
            return;

        Wait(Jobs.SaveAsync(job, SaveMode.IfUnchanged, StopToken));
        WriteObject(job);
    }
}
