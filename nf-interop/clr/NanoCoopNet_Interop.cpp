/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * Method table in order of declaration, and the checksum that must equal the assembly's: another one means another interface,
 * and so a new nanoCLR.
 */
#include "NanoCoopNet_Interop.h"

// clang-format off

static const CLR_RT_MethodHandler method_lookup[] =
{
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::Abi___STATIC__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::ModelOpen___STATIC__I4__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::ModelClose___STATIC__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::ModelText___STATIC__I4__I4__I4__SZARRAY_U1,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::LayerInfo___STATIC__I4__I4__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::InputWrite___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::InputSelect___STATIC__I4__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::LayerRun___STATIC__I4__I4__I4__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::NetRun___STATIC__I4__I4__I4__I4__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::Top___STATIC__I4__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::Logits___STATIC__I4__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::Confidence___STATIC__I4__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::TimeInfo___STATIC__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::SoundWrite___STATIC__I4__SZARRAY_I4__SZARRAY_U1__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::SoundImage___STATIC__I4__SZARRAY_I4__SZARRAY_U1,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::MarkerBind___STATIC__I4__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreInfo___STATIC__I4__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreSignature___STATIC__I4__SZARRAY_U1,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreBegin___STATIC__I4__SZARRAY_U1__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreErase___STATIC__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreWrite___STATIC__I4__I4__SZARRAY_U1__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreCommit___STATIC__I4__SZARRAY_I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreUse___STATIC__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::StoreRemove___STATIC__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::FrameDecode___STATIC__I4__SZARRAY_I4__SZARRAY_U1__I4__I4__SZARRAY_U1,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::FrameEncode___STATIC__I4__SZARRAY_U1__I4__I4__I4__SZARRAY_U1,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::SettingRead___STATIC__I4__I4,
    Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native::SettingWrite___STATIC__I4__I4__I4,
};

const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoCoopNet_Interop =
{
    "NanoCoopNet.Interop",
    0x9A42C087,
    method_lookup,
    { 1, 0, 0, 0 }
};

// clang-format on
