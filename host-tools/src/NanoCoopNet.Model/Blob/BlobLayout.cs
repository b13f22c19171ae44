// Where every byte of a model blob lies: nf-interop/kernels/MODEL-FORMAT.md, ABI 1. Shared by reader and writer.
namespace NanoCoopNet.Model;

/// <summary>Offsets, sizes and limits of the blob format. Offsets of the header count from the blob's start, those of a layer
/// record from the record's start; all numbers are little-endian.</summary>
public static class BlobLayout
{
    /// <summary>The bytes <c>NCN1</c>.</summary>
    public const uint Magic = 0x314E434E;
    public const int BlobAbi = 1;
    public const int KernelAbi = 5;

    /// <summary>What a blob with floats or depthwise layers is written as that has no shared stem.</summary>
    public const int KernelAbiWithoutStem = 4;

    /// <summary>What a blob of integers is written as that has places or a benchmark id.</summary>
    public const int KernelAbiWithPlaces = 3;

    /// <summary>What a blob of integers is written as that has neither.</summary>
    public const int KernelAbiWithoutPlaces = 2;

    /// <summary>The oldest kernel ABI still read; it has layout 0 alone.</summary>
    public const int MinKernelAbi = 1;

    /// <summary>Tensors, tables and the blob itself start and end at multiples of this.</summary>
    public const int Alignment = 32;
    public const int HeaderBytes = 192;
    public const int LayerBytes = 96;
    public const int MinBlobBytes = 256;
    public const int MaxBlobBytes = 2097152;
    public const int MaxLayers = 64;
    public const int MaxNameBytes = 63;
    public const int MaxDimension = 1024;
    public const int MaxInputBytes = 65536;
    public const int MinClasses = 2;
    public const int MaxClasses = 255;
    public const int MaxConvKernel = 15;
    public const int MaxPoolWindow = 255;

    /// <summary>Temperatures are 1/65536; eq. (13).</summary>
    public const int TemperatureOne = 65536;
    public const int MinTemperature = 1 << 10;
    public const int MaxTemperature = 1 << 22;

    /// <summary>Radix of the input, eq. (4).</summary>
    public const int InputRadix = 7;
    public const int MinRadix = -32;
    public const int MaxRadix = 31;
    public const int MaxShift = 31;

    /// <summary>Header bit 0 of flags: the INT8 network ends in its own logits.</summary>
    public const byte FlagInt8Logits = 1;

    /// <summary>CRC-32 covers everything from here; SHA-256 everything from <see cref="ShaStart"/>.</summary>
    public const int CrcStart = AtSha256;
    public const int ShaStart = AtKernelAbi;
    public const int ShaBytes = 32;

    public const int AtMagic = 0;
    public const int AtBlobAbi = 4;
    public const int AtHeaderBytes = 6;
    public const int AtBlobBytes = 8;
    public const int AtCrc32 = 12;
    public const int AtSha256 = 16;
    public const int AtKernelAbi = 48;
    public const int AtForm = 50;
    public const int AtFlags = 51;
    public const int AtConfidenceThreshold = 52;
    public const int AtClasses = 53;
    public const int AtStringBytes = 54;
    public const int AtStringOffset = 56;
    public const int AtInputShape = 60;
    public const int AtInputRadix = 66;
    public const int AtPreprocessing = 67;
    public const int AtPadding = 68;
    public const int AtPadValue = 76;
    public const int AtNumbers = 77;
    public const int AtTemperatures = 80;
    public const int AtLayerCounts = 92;
    public const int AtStemLayers = 95;
    public const int AtLayerOffsets = 96;
    public const int AtArenaBytes = 108;
    public const int AtFastBytes = 112;
    public const int AtSramBytes = 116;
    public const int AtBankPlaces = 120;
    public const int AtBenchmarkId = 128;
    public const int BenchmarkIdBytes = 16;
    public const int InputBanks = 2;
    public const int Nets = 3;

    public const int LayerOp = 0;
    public const int LayerLayout = 1;
    public const int LayerFlags = 2;
    public const int LayerSource0 = 4;
    public const int LayerSource1 = 6;
    public const int LayerInput = 8;
    public const int LayerOutput = 14;
    public const int LayerWindow = 20;
    public const int LayerPool = 23;
    public const int LayerRadices = 26;
    public const int LayerShift = 30;
    public const int LayerShift1 = 31;
    public const int LayerWeight = 32;
    public const int LayerBias = 40;
    public const int LayerAux = 48;
    public const int LayerFlip = 56;
    public const int LayerMacs = 64;
    public const int LayerOutputPlace = 68;
    public const int LayerScratchPlace = 72;

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    public static int Align(int bytes) => (bytes + Alignment - 1) & -Alignment;
}
