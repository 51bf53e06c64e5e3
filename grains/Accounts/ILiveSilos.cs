namespace BatchGrains.Grains.Accounts;

/// <summary>How many silos are alive and host batches: they share each account's budget.</summary>
internal interface ILiveSilos
{
    /// <summary>At least 1.</summary>
    int Count { get; }
}
