using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Marianne.Instruments;

namespace Marianne.Commands;

/// <summary>Completes the names of instruments.</summary>
public sealed class InstrumentCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = new CompletionWord(wordToComplete);
        InstrumentCatalog catalog = CatalogInSilence();
        return catalog.Names.Where(name => word.Fits(name) && catalog.FaultOf(name) is null)
            .Select(name => CompletionWord.Result(name, catalog.Find(name)?.Options.Description ?? name));
    }

    /// <summary>A profile that cannot be read must not disturb completion; other commands report it.</summary>
    private static InstrumentCatalog CatalogInSilence()
    {
        try
        {
            return new InstrumentCatalog(own: ScoreReaders.OwnInstruments());
        }
        catch (MarianneException)
        {
            return new InstrumentCatalog();
        }
    }
}
