using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that use a store.</summary>
public abstract class StoreCmdlet : MarianneCmdlet
{
    private protected StoreCmdlet()
    {
    }

    /// <summary>
    /// Specifies the store to use, as returned by <c>Connect-Marianne -NoDefault</c>, or its path. The default is the
    /// store that the session is connected to or, if there is none, the default store. For more information, see
    /// about_Marianne_Stores.
    /// </summary>
    /// <exception cref="MarianneException">
    /// StoreClosed: the store was disconnected. StoreNotFound: there is no store at the path, and the cmdlet creates none.
    /// </exception>
    [Parameter]
    [StorePath]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public MarianneStore? Store { get; set; }

    /// <summary>The store that the cmdlet uses.</summary>
    private protected MarianneStore Connected => field ??= Store is { } store ? Existing(store) : Connections.Current;

    private Paging Pages => field ??= new(PagingParameters);

    /// <summary>
    /// Indicates whether a path without a store is an error. The default is <c>true</c> for cmdlets that change nothing, which are
    /// those without <c>-WhatIf</c>.
    /// </summary>
    private protected virtual bool NeedsStore =>
        Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute)) is CmdletAttribute { SupportsShouldProcess: false };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close(Store);
        base.Dispose(disposing);
    }

    /// <summary>Closes a store if it was opened for this command.</summary>
    private protected static void Close(MarianneStore? store)
    {
        if (store is { IsOwnedByCommand: true })
            Wait(store.CloseAsync());
    }

    // A misspelled path must not look like an empty store.
    private MarianneStore Existing(MarianneStore store)
    {
        if (store.IsOwnedByCommand && NeedsStore)
            Wait(store.Jobs.OpenAsync(mustExist: true, StopToken));
        return store;
    }

    /// <summary>
    /// Writes results. <c>-First</c>, <c>-Skip</c> and <c>-IncludeTotalCount</c> concern all results of the command, also of other inputs.
    /// </summary>
    /// <param name="count">Counts the results. It is called only if the number is needed.</param>
    /// <param name="list">Lists results after a number of skipped ones, up to a number.</param>
    /// <param name="write">Writes a result.</param>
    private protected void WritePaged<T>(Func<ValueTask<long>> count, Func<long, long, IEnumerable<T>> list, Action<T> write)
    {
        Pages.Add(new PagedPart(() => Wait(count()), Write));

        long Write(long skip, long first)
        {
            long written = 0;
            foreach (T result in list(skip, first))
            {
                write(result);
                written++;
            }

            return written;
        }
    }

    private protected override void Complete()
    {
        if (PagingParameters is null || Pages.Waiting.Count == 0)
            return;

        WriteObject(Pages.Total());
        ForEach(Pages.Waiting, Pages.Write);
    }

    /// <summary>Warns about stored values that could not be read.</summary>
    /// <param name="values">The values.</param>
    /// <param name="owner">The object that they belong to, such as <c>the job 'nightly'</c>.</param>
    /// <param name="consequence">A sentence that says how the values are treated.</param>
    private protected void WarnOfUnreadable(IEnumerable<UnreadableValue> values, string owner, string consequence)
    {
        foreach (UnreadableValue value in values)
            WriteWarning($"{value.Column} of {owner} could not be read: {value.Reason}. {consequence}");
    }
}
