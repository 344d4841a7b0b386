using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Reports;

namespace Marianne.Commands;

/// <summary>Writes a report of jobs: a page for a browser, Markdown or JSON.</summary>
[Cmdlet(
    VerbsData.Export,
    "MarianneReport",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Export-MarianneReport.md")]
[OutputType(typeof(FileInfo))]
public sealed class ExportMarianneReportCommand : JobStoreCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _ids = [];
    private readonly List<string> _missing = [];

    /// <summary>
    /// Specifies the path of the file. Wildcards are not supported. The folder must exist. An existing file is replaced when the
    /// new one is complete.
    /// </summary>
    /// <exception cref="MarianneException">ReportFileFailed: the file cannot be written, and is unchanged.</exception>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Specifies the path of the file. Wildcards are not supported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported. The default is the job that was
    /// updated last, with up to 19 earlier jobs of the same name.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// Specifies the names of the jobs. Wildcards are supported, and patterns are not case-sensitive. The default is all names.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Specifies the start of a time range: the report has only jobs that were updated at this time or later. A time without a time
    /// zone is local time. By default, the range has no start.
    /// </summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <summary>
    /// Specifies the format: <c>Html</c>, <c>Markdown</c> or <c>Json</c>. The default is the one that the extension of the path
    /// means: <c>.md</c>, <c>.json</c>, or HTML.
    /// </summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>
    /// Specifies the prompts and outputs that the report contains: those of attempts that failed (<c>Failed</c>), <c>All</c> or
    /// <c>None</c>. The default is <c>Failed</c>. Of each output, the last 8,000 characters are kept.
    /// </summary>
    [Parameter]
    public ReportTexts IncludeOutput { get; set; }

    /// <summary>Indicates that the cmdlet opens the file with the program that the system has for it.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <summary>
    /// Indicates that the cmdlet writes the file again every five seconds until the jobs end. The page reloads itself meanwhile.
    /// </summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <summary>Indicates that the cmdlet also replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet keeps an existing file. It then causes the error ReportExists. By default, the cmdlet replaces it.
    /// </summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the file. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool NeedsStore => true;

    private protected override void Process()
    {
        if (Id is not null)
            _ids.AddRange(Id);
    }

    private protected override void Complete()
    {
        string path = FullPath((Path ?? LiteralPath)!);
        var request = new ReportRequest
        {
            Path = path,
            Jobs = new ReportSelection { Ids = IsSelected ? _ids : null, Name = Name is null ? null : Wildcards.AnyOrEqual(Name), After = Instant.Of(After) },
            Format = Format,
            Texts = IncludeOutput,
            Watch = Watch,
            Force = Force,
            NoClobber = NoClobber,
        };
        if (!ShouldProcess(path, "Export the report", () => Check(request)))
            return;

        bool isWritten = false;
        string? openError = null;
        void OnWritten()
        {
            isWritten = true;
            openError = Open ? TryOpen(path) : null; // A watched report is opened at once, not when its jobs have ended.
        }

        Task<int> writing = RunReports.CreateWriter(Jobs, Connected.Learning, ScoreReaders.OwnInstruments, TimeProvider.System)
            .WriteAsync(request, _missing.Add, OnWritten, StopToken);
        int jobs = Wait(new ValueTask<int>(writing));
        ForEach(_missing, id => throw JobErrors.NotFound(id));
        if (openError is not null)
            WriteWarning($"The report was written, but no program could open it: {openError}. Open '{path}' in a browser.");
        if (isWritten && PassThru)
            WriteObject(new FileInfo(path));
        else if (jobs == 0 && _missing.Count == 0)
            WriteWarning("There is no job to report, so no file was written. Use Get-MarianneJob to list the jobs.");
    }

    /// <summary>Throws if the report would be refused, and reports the ids that do not exist.</summary>
    private void Check(ReportRequest request)
    {
        if (Wait(request.Jobs.LoadAsync(Jobs, _missing.Add, StopToken)).Count > 0)
            ReportFile.Check(request.Path, Force, NoClobber);
        ForEach(_missing, id => throw JobErrors.NotFound(id));
    }

    /// <summary>Indicates whether ids were given, by name or from a pipeline that may have been empty.</summary>
    private bool IsSelected => _ids.Count > 0 || MyInvocation.ExpectingInput;

    /// <summary>Opens a file with the program that the system has for it, and returns why that failed.</summary>
    private static string? TryOpen(string path)
    {
        try
        {
            System.Diagnostics.Process.Start(new ProcessStartInfo(path) { UseShellExecute = true })?.Dispose();
            return null;
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            return error.Message.TrimEnd('.');
        }
    }
}
