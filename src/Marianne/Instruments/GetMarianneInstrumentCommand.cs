using System.Management.Automation;
using Marianne.Instruments;

namespace Marianne.Commands;

/// <summary>Gets the instruments that prompts can be given to: the built-in ones and your own.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneInstrument", HelpUri = HelpPage.Folder + "Get-MarianneInstrument.md")]
[OutputType(typeof(Instrument))]
public sealed class GetMarianneInstrumentCommand : MarianneCmdlet
{
    /// <summary>
    /// Specifies the names of the instruments. Wildcards are supported, and patterns are not case-sensitive. The default is all
    /// instruments. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// InstrumentNotFound: there is no instrument with this name, and it has no wildcards.
    /// ScoreUnreadable or ScoreInvalid: the profile of the instrument cannot be used. The other instruments are written.
    /// </exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstrumentCompleter))]
    public string[]? Name { get; set; }

    private protected override void Process()
    {
        var catalog = new InstrumentCatalog(own: ScoreReaders.OwnInstruments());
        var wanted = new HashSet<string>(Name is null ? catalog.Names : []);
        ForEach(Name ?? [], name => wanted.UnionWith(Find(catalog, name)));

        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var reported = new HashSet<MarianneException>();
        ForEach(catalog.Names.Where(wanted.Contains), name =>
        {
            if (catalog.FaultOf(name) is { } fault)
            {
                if (reported.Add(fault)) // Other instruments may extend the one with the fault.
                    throw fault;
            }
            else if (catalog.ProblemOf(name) is { Path: "extends" } problem)
            {
                throw InstrumentErrors.Unusable(name, problem);
            }
            else
            {
                WriteObject(Instrument.Of(catalog, name, folder));
            }
        });
    }

    private static IEnumerable<string> Find(InstrumentCatalog catalog, string name) => NameLookup.Find(
        name,
        exact => catalog.Contains(exact) ? exact : null,
        matches => catalog.Names.Where(matches),
        InstrumentErrors.NotFound);
}
