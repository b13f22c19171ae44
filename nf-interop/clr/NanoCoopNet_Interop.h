/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * What nanoCLR knows of the assembly: its method handlers and its native data.
 */
#ifndef NANOCOOPNET_INTEROP_H
#define NANOCOOPNET_INTEROP_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoPackStruct.h>

struct Library_NanoCoopNet_Interop_NanoCoopNet_Interop_Native
{
    NANOCLR_NATIVE_DECLARE(Abi___STATIC__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(ModelOpen___STATIC__I4__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(ModelClose___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(ModelText___STATIC__I4__I4__I4__SZARRAY_U1);
    NANOCLR_NATIVE_DECLARE(LayerInfo___STATIC__I4__I4__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(InputWrite___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(InputSelect___STATIC__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(LayerRun___STATIC__I4__I4__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(NetRun___STATIC__I4__I4__I4__I4__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(Top___STATIC__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(Logits___STATIC__I4__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(Confidence___STATIC__I4__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(TimeInfo___STATIC__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(MarkerBind___STATIC__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(StoreInfo___STATIC__I4__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(StoreBegin___STATIC__I4__SZARRAY_U1__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(StoreErase___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(StoreWrite___STATIC__I4__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(StoreCommit___STATIC__I4__SZARRAY_I4);
    NANOCLR_NATIVE_DECLARE(StoreUse___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(StoreRemove___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(FrameDecode___STATIC__I4__SZARRAY_I4__SZARRAY_U1__I4__I4__SZARRAY_U1);
    NANOCLR_NATIVE_DECLARE(FrameEncode___STATIC__I4__SZARRAY_U1__I4__I4__I4__SZARRAY_U1);
    NANOCLR_NATIVE_DECLARE(SettingRead___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(SettingWrite___STATIC__I4__I4__I4);
};

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_NanoCoopNet_Interop;

#endif
