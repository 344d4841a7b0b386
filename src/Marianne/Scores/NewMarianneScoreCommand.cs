using System.Collections;
using System.Management.Automation;
using System.Text;
using Marianne.Files;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Creates a score from parameters, or writes a score file.</summary>
[Cmdlet(
    VerbsCommon.New,
    "MarianneScore",
    SupportsShouldProcess = true,
    DefaultParameterSetName = ScoreSet,
    HelpUri = HelpPage.Folder + "New-MarianneScore.md")]
[OutputType(typeof(Score), ParameterSetName = [ScoreSet])]
[OutputType(typeof(FileInfo), ParameterSetName = [FileSet])]
public sealed class NewMarianneScoreCommand : MarianneCmdlet
{
    private const string ScoreSet = "Score";
    private const string FileSet = "File";

    /// <summary>
    /// Specifies the name of the jobs of the score. With <c>-Path</c>, the default is the name of the file.
    /// </summary>
    /// <exception cref="MarianneException">ScoreInvalid: the score has problems.</exception>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ScoreSet)]
    [Parameter(Position = 0, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>
    /// Specifies the sheets in order. Each is a script block, the text of a command, a hashtable with the keys of a
    /// sheet, or a sheet of another score. With <c>-Path</c>, the default is two starter sheets.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ScoreSet)]
    [Parameter(Position = 1, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Sheet { get; set; }

    /// <summary>
    /// Specifies the folder in which the sheets work. A relative path is resolved from the folder of the score. The
    /// default is the folder of the score.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>
    /// Specifies the instrument that prompts are given to: the name of a profile such as <c>claude</c>, or a command. The prompt
    /// replaces <c>{prompt}</c> in the command; a command without <c>{prompt}</c> reads it from standard input. Tab completion is
    /// available for names.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InstrumentCompleter))]
    public string? Instrument { get; set; }

    /// <summary>Specifies the description of the score. By default, the score has no description.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>
    /// Specifies the names of environment variables whose values are redacted: they never appear in history, events or
    /// logs. The default is no variables.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Secret { get; set; }

    /// <summary>
    /// Specifies more keys of the score as a hashtable, such as <c>@{ retry = @{ max_retries = 1 } }</c>.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Option { get; set; }

    /// <summary>
    /// Specifies the path of the score file to write: .yaml, .yml, .json or .psd1. Wildcards are not supported.
    /// </summary>
    /// <exception cref="MarianneException">
    /// ScoreExists: the file exists. ScoreUnwritable: the file cannot be written. InvalidParameter: the file name has no known
    /// extension.
    /// </exception>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// Indicates that the cmdlet replaces an existing file. By default, an existing file causes the error ScoreExists.
    /// </summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Force { get; set; }

    private protected override void Process()
    {
        if (Path is null)
            WriteObject(Validate(CreateTree(), SessionState.Path.CurrentFileSystemLocation.ProviderPath));
        else
            WriteFile(FullPath(Path));
    }

    private void WriteFile(string file)
    {
        ScoreFormat format = ScoreFile.FormatOf(file) ?? throw ScoreErrors.NoFormat(file);
        Name ??= System.IO.Path.GetFileNameWithoutExtension(file);
        Sheet ??= CreateStarterSheets();
        SourceMap tree = CreateTree();
        Validate(tree, System.IO.Path.GetDirectoryName(file)!);
        if (File.Exists(file) && !Force)
            throw ScoreErrors.Exists(file);
        if (!ShouldProcess(file, "Write a score file", () => CheckFolder(file)))
            return;

        try
        {
            byte[] content = Encoding.UTF8.GetBytes(ScoreWriters.Of(format).Write(tree));
            AtomicFile.Write(file, content, new AtomicFileOptions { Overwrite = Force });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ScoreErrors.Unwritable(file, FolderErrorText.OfFile(file) ?? error.Message);
        }

        // The provider adds the properties that the default view of files shows.
        WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true)[0]);
    }

    private static void CheckFolder(string file)
    {
        if (FolderErrorText.OfFile(file) is { } reason)
            throw ScoreErrors.Unwritable(file, reason);
    }

    private static Score Validate(SourceMap tree, string folder) => ScoreReadResult.Of(tree, folder).OrThrow();

    private SourceMap CreateTree() => new ScoreParameters
    {
        Name = Name,
        Description = Description,
        Workspace = Workspace,
        Instrument = Instrument,
        Sheets = Sheet,
        Secrets = Secret,
        Option = Option,
    }.ToTree();

    private static ScoreSheet[] CreateStarterSheets() =>
    [
        new() { Name = "prepare", Command = "echo Sheet {sheet_num} runs in {workspace}" },
        new() { Name = "report", Script = "\"Sheet $($Sheet.Number) of the job $($Job.Name)\"" },
    ];
}
