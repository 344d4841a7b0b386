using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Creates a job and saves it.</summary>
[Cmdlet(VerbsCommon.New, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class NewMarianneJobCommand : JobStoreCmdlet
{
    /// <summary>
    /// Specifies the id of the job, which must be unique in the store: 1 to 256 characters of any language, no control
    /// characters. Ids are case-sensitive. By default, the id is created from the name and the time.
    /// </summary>
    /// <exception cref="MarianneException">InvalidJobId: it is not a valid job id. JobExists: the job already exists.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    public string? Id { get; set; }

    /// <summary>Specifies the name of the job. Several jobs can have the same name. The default is the id.</summary>
    /// <exception cref="MarianneException">InvalidParameter: neither a name nor an id is specified.</exception>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Specifies the number of sheets of the job: a whole number, at least 1.</summary>
    /// <exception cref="MarianneException">InvalidJob: it is less than 1.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int TotalSheets { get; set; }

    /// <summary>Specifies the description of the job. By default, the job has no description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>
    /// Specifies the configuration of the job: a hashtable, an object, or the text of a JSON object. It is stored as
    /// plain text, so do not include secrets. By default, the job has no configuration.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: it contains itself, is nested more than 64 levels deep, or has a value that JSON cannot represent.
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
