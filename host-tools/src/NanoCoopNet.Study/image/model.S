/* The model, as a constant that the kernels read in place. */
    .section .rodata.study_model, "a"
    .global study_model, study_model_end
    .balign 32
study_model:
    .incbin STUDY_MODEL
study_model_end:
    .size study_model, . - study_model
    .balign 4
