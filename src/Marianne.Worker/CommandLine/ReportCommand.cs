using System.CommandLine;
using Marianne.Reports;

namespace Marianne.Worker;

/// <summary>The command <c>marianne-worker report</c>.</summary>
internal sealed class ReportCommand : Command
{
    private readonly Argument<string> _path = new("file")
    {
        Description = "The file to write. An existing file is replaced when the new one is complete.",
    };

    private readonly Option<string[]> _ids = new("--id")
    {
        Description =
            "The id of a job. Repeat the option for more jobs. Default: the job that was updated last, with those of the same name.",
        HelpName = "job",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The name of the jobs.",
        HelpName = "name",
    };

    private readonly Option<ReportFormat?> _format = new("--format")
    {
        Description = "The format. Default: the one that the extension of the file means: .md, .json, or else HTML.",
    };

    private readonly Option<ReportTexts> _texts = new("--include-output")
    {
        Description = "The prompts and outputs that the report contains: those of failed attempts, all or none.",
    };

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Writes the file again every five seconds until the jobs end.",
    };

    private readonly Option<bool> _noClobber = new("--no-clobber")
    {
        Description = "Keeps an existing file, which is an error.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replaces a read-only file.",
    };

    private readonly Option<string?> _store = StoreOption.Create();

    private readonly Option<string?> _learning = new("--learning")
    {
        Description = "The SQLite file of the learning store. Default: that of marianne-worker run.",
        HelpName = "file",
    };

    /// <summary>Creates the command.</summary>
    /// <param name="report">Writes the report with the parsed options.</param>
    public ReportCommand(Func<ReportRunOptions, Task<ExitCode>> report)
        : base("report", "Writes a report of jobs: a page for a browser, Markdown or JSON.")
    {
        Arguments.Add(_path);
        foreach (Option option in new Option[] { _ids, _name, _format, _texts, _watch, _noClobber, _force, _store, _learning })
            Options.Add(option);
        SetAction(async (parsed, _) => (int)await report(OptionsOf(parsed)));
    }

    private ReportRunOptions OptionsOf(ParseResult parsed) => new()
    {
        Path = parsed.GetValue(_path)!,
        Ids = parsed.GetValue(_ids) ?? [],
        Name = parsed.GetValue(_name),
        Format = parsed.GetValue(_format),
        Texts = parsed.GetValue(_texts),
        Watch = parsed.GetValue(_watch),
        NoClobber = parsed.GetValue(_noClobber),
        Force = parsed.GetValue(_force),
        Store = parsed.GetValue(_store),
        Learning = parsed.GetValue(_learning),
    };
}
