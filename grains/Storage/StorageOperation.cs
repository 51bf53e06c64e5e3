namespace BatchGrains.Grains.Storage;

internal enum StorageOperation
{
    Read,
    Write,
    Clear,
}
