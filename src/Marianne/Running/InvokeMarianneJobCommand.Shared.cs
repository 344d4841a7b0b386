using System.Collections;
using System.Management.Automation;

namespace Marianne.Commands;

/// <remarks>The parameters that -ForEach shares with the other ways to specify a job.</remarks>
public sealed partial class InvokeMarianneJobCommand
{
    /// <summary>Specifies the name of the job. Its sheets are those of <c>-Sheet</c>, or the items with <c>-ForEach</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SheetSet)]
    [Parameter(Mandatory = true, ParameterSetName = ForEachSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralJobNameCompleter))]
    public override string? Name { get; set; }

    /// <summary>
    /// Specifies the folder in which the sheets work. It is created if it does not exist. The default is the current
    /// folder.
    /// </summary>
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNullOrEmpty]
    public override string? Workspace { get; set; }

    /// <summary>
    /// Specifies more keys of the score as a hashtable, such as <c>@{ retry = @{ max_retries = 1 } }</c>.
    /// </summary>
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    public override IDictionary? Option { get; set; }

    /// <summary>
    /// Specifies the values of parameters of the score as a hashtable, such as <c>@{ branch = 'main' }</c>. A secret may be a SecureString.
    /// The default is the values that the job keeps, or the defaults of the score.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: a value has another type, or a parameter is unknown or missing. ScoreChanged: the job keeps another value.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ScoreParameterCompleter))]
    public override IDictionary Parameter { get; set; } = new Hashtable();

    /// <summary>
    /// Specifies tags to add to the job: free words by which Get-MarianneJob finds it. By default, a new job has the tags of
    /// its score, and a resumed job keeps its tags.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InvalidJob: a tag is empty, has more than 100 characters or a control character, or there are more than 100.
    /// </exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LiteralTagCompleter))]
    public override string[] Tag { get; set; } = [];

    /// <summary>
    /// Indicates that the cmdlet creates a new job even if there is an unfinished one or, with <c>-ForEach</c>, a Completed one. By
    /// default, the cmdlet resumes that job.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    public override SwitchParameter Restart { get; set; }

    /// <summary>
    /// Indicates that the cmdlet resumes the job even if the score changed for sheets that are done, or the block of <c>-ForEach</c>
    /// after items were completed. What is done is not run again. By default, such a change causes the error ScoreChanged.
    /// </summary>
    /// <exception cref="MarianneException">ScoreChanged: the score changed, and this parameter is not specified.</exception>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ScoreSet)]
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = SheetSet)]
    [Parameter(ParameterSetName = ForEachSet)]
    public override SwitchParameter Force { get; set; }
}
